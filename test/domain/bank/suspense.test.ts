import fc from 'fast-check';
import * as decide from '../../../domain/bank/suspense.decide';
import { isOpenCase, unopened, type ReceiptPosition, type Suspense, type SuspenseFacts } from '../../../domain/bank/suspense.state';
import { cases } from '../../../domain/processes';
import type { Situation } from '../../../domain/process';
import { identity, situation } from '../../support/situation';
import { datesOf } from '../../support/decisions';

const AT = '2026-11-20T10:00:00.000Z';
const LATER = '2026-12-01T10:00:00.000Z';
const standingOf = cases.suspense.standing;
const position = (change: Partial<ReceiptPosition> = {}): ReceiptPosition => ({ version: 1, state: 'suspense', order: null, ...change });
const order = { reference: 'ECS0944490', dueAt: '2026-12-04T10:00:00.000Z' };
const facts = (at: ReceiptPosition = position()): SuspenseFacts => ({ pence: 25_000n, since: AT, movedAt: AT, position: at });
const about = (at: string, where?: ReceiptPosition): Situation<SuspenseFacts> => situation({ at, facts: facts(where) });
const opened = (where?: ReceiptPosition) => decide.open(unopened(identity(), 'r'), about(AT, where)).next;
const moved = (receipt: Suspense, where: ReceiptPosition, at: string) => decide.moved(receipt, null, about(at, where));

test('BNK-2 WHY-1 every state tells why it waits; an open one has a next event, an ended one none', () => {
  const released = moved(opened(position({ order })), position({ version: 2 }), LATER).next;
  const ended = moved(opened(), position({ version: 2, state: 'allocated' }), LATER).next;
  for (const each of [opened(), opened(position({ order })), released, ended]) {
    const standing = standingOf(each);
    expect(standing.why).toMatch(/^(Waiting on finance since|Ended at)/);
    expect([standing.ended, standing.next.length > 0]).toEqual([!isOpenCase(each), isOpenCase(each)]);
  }
});

test('BNK-2 while an order decides nothing falls due; released, what was missed happens at once and the rest in its time', () => {
  const linked = moved(opened(), position({ version: 2, order }), AT).next;
  expect([linked.schedule, linked.later.length]).toEqual([[], 3]);
  const released = moved(linked, position({ version: 3 }), LATER).next;
  expect(released.schedule.map(({ what, at }) => [what, at])).toEqual([
    ['askPayers', LATER],
    ['escalate', '2026-12-18T10:00:00.000Z'],
    ['giveBack', '2027-01-19T10:00:00.000Z'],
  ]);
});

test('BNK-2 a case is opened with its three moments, counted from when the receipt came to suspense, bank holidays left out', () => {
  expect(datesOf(opened().schedule)).toEqual([
    { what: 'askPayers', at: '2026-11-27T10:00:00.000Z' },
    { what: 'escalate', at: '2026-12-18T10:00:00.000Z' },
    { what: 'giveBack', at: '2027-01-19T10:00:00.000Z' },
  ]);
});

test('BNK-2 wakes in any order lead where the newest move leads: a row that shows nothing newer is no news', () => {
  const kinds: Partial<ReceiptPosition>[] = [{ order }, {}, { order }, { state: 'allocated' }];
  const moves = kinds.map((kind, index) => position({ version: index + 2, ...kind }));
  fc.assert(
    fc.property(fc.shuffledSubarray(moves, { minLength: moves.length }), (shuffled) => {
      const end = shuffled.reduce((receipt: Suspense, each) => {
        const news = decide.unheard(receipt, { ...facts(each), movedAt: LATER });
        if (!news) return receipt;
        expect(news).toEqual({ news: 'moved', key: String(each.version), body: null, at: LATER });
        return moved(receipt, each, news.at).next;
      }, opened());
      expect(end.state).toBe('allocated');
      expect(decide.unheard(end, facts(position({ version: 9 })))).toBeNull();
      expect(decide.unheard(opened(), facts(position({ version: 1, order })))).toBeNull();
    }),
  );
});
