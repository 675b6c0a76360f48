import fc from 'fast-check';
import * as reversals from '../../../domain/bank/reversal.transitions';
import * as decide from '../../../domain/bank/suspense.decide';
import { standingOf } from '../../../domain/bank/suspense.standing';
import { isOpenCase, unopened, type ReceiptPosition, type SuspenseCase, type SuspenseFacts } from '../../../domain/bank/suspense.state';
import * as suspense from '../../../domain/bank/suspense.transitions';

const AT = '2026-11-20T10:00:00.000Z';
const LATER = '2026-12-01T10:00:00.000Z';
const position = (change: Partial<ReceiptPosition> = {}): ReceiptPosition => ({ version: 1, state: 'suspense', order: null, ...change });
const order = { reference: 'ECS0944490', dueAt: '2026-12-04T10:00:00.000Z' };
const facts = (at: ReceiptPosition = position()): SuspenseFacts => ({
  pence: 25_000n,
  position: at,
  schedule: [
    { what: 'askPayers', at: '2026-11-27T10:00:00.000Z' },
    { what: 'escalate', at: '2026-12-18T10:00:00.000Z' },
    { what: 'giveBack', at: '2027-01-19T10:00:00.000Z' },
  ],
});
const opened = (at?: ReceiptPosition) => decide.open(unopened('r', 't'), facts(at), AT).next;

test.each([
  ['suspense', suspense],
  ['a reversal', reversals],
])('OPS-4 every edge of %s’s table is as it is drawn, and what is not there throws', (_what, { transitions, after }) => {
  const table = transitions as Record<string, Partial<Record<string, string>>>;
  const states = [...new Set(Object.values(table).flatMap((edges) => [...Object.keys(edges), ...(Object.values(edges) as string[])]))];
  for (const [event, edges] of Object.entries(table))
    for (const state of states) {
      const step = () => (after as (from: string, by: string) => string)(state, event);
      if (edges[state]) expect(step()).toBe(edges[state]);
      else expect(step).toThrow(event);
    }
});

test('BNK-2 WHY-1 every state tells why it waits; an open one has a next event, an ended one none', () => {
  const released = decide.moved(opened(position({ order })), position({ version: 2 }), LATER).next;
  const ended = decide.moved(opened(), position({ version: 2, state: 'allocated' }), LATER).next;
  for (const each of [opened(), opened(position({ order })), released, ended]) {
    const standing = standingOf(each);
    expect(standing.why).toMatch(/^(Waiting on finance since|Ended at)/);
    expect([standing.ended, standing.next.length > 0]).toEqual([!isOpenCase(each), isOpenCase(each)]);
  }
});

test('BNK-2 while an order decides nothing falls due; released, what was missed happens at once and the rest in its time', () => {
  const linked = decide.moved(opened(), position({ version: 2, order }), AT).next;
  expect([linked.schedule, linked.later.length]).toEqual([[], 3]);
  const released = decide.moved(linked, position({ version: 3 }), LATER).next;
  expect(released.schedule.map(({ what, at }) => [what, at])).toEqual([
    ['askPayers', LATER],
    ['escalate', '2026-12-18T10:00:00.000Z'],
    ['giveBack', '2027-01-19T10:00:00.000Z'],
  ]);
});

test('BNK-2 news in any order leads where the newest leads: older news changes nothing', () => {
  const kinds: Partial<ReceiptPosition>[] = [{ order }, {}, { order }, { state: 'allocated' }];
  const news = kinds.map((kind, index) => position({ version: index + 2, ...kind }));
  fc.assert(
    fc.property(fc.shuffledSubarray(news, { minLength: news.length }), (shuffled) => {
      const end = shuffled.reduce((receipt: SuspenseCase, each) => {
        const decision = decide.moved(receipt, each, AT);
        return decision.refusals.length > 0 ? receipt : decision.next;
      }, opened());
      expect(end.state).toBe('allocated');
    }),
  );
});
