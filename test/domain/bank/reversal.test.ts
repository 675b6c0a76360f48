import fc from 'fast-check';
import type { Reversal, ReversalFacts } from '../../../domain/bank/reversal.state';
import { sum } from '../../../domain/money';
import { cases } from '../../../domain/processes';
import { effectsOf } from '../../support/decisions';
import { identity, situation } from '../../support/situation';

const { commands, onDue, standing, summary, ended } = cases.reversal;
const AT = '2026-11-20T10:00:00.000Z';
const REMINDED = '2026-11-23T10:00:00.000Z';
const allocation = { order: 'o', node: 'n', pence: 50_000n, receipts: ['r1', 'r2'], allocatedBy: ['hand'], payer: 'p' };
const about = (by: string | null, given: Partial<ReversalFacts> = {}, at = AT) =>
  situation<ReversalFacts>({ at, by, facts: { allocation, usable: 50_000n, ...given } });
const none = cases.reversal.empty(identity({ kind: 'reversal' }), 'v');
const request = (by: string, given: Partial<ReversalFacts> = {}) => commands.request.decide(none, { order: 'o' }, about(by, given));
const awaiting = request('asker').next;
const approve = (by: string, usable = 50_000n, reversal: Reversal = awaiting) =>
  commands.approve.decide(reversal, {}, about(by, { usable }));
const decline = (reversal: Reversal = awaiting) => commands.decline.decide(reversal, {}, about('asker'));
const asked = { template: 'reversal-asked', to: { queue: 'finance' }, facts: { reference: 'ECS0944490', amount: '£500.00' } };

test('ADV-5 before it is asked for a reversal knows nothing but whose it is', () => {
  expect(none).toEqual({
    id: 'v',
    tenant: 't',
    order: '',
    reference: 'ECS0944490',
    node: '',
    pence: 0n,
    debt: 0n,
    receipts: [],
    schedule: [],
    requestedBy: '',
    allocatedBy: [],
    payer: '',
    state: 'none',
    stateSince: '1970-01-01T00:00:00.000Z',
  });
});

test('ADV-5 one of finance asks: the others are mailed and have a task, and are reminded after 3 days; nothing is posted', () => {
  expect(effectsOf(request('asker'))).toEqual({
    state: 'awaiting',
    event: 'requested',
    mails: [asked],
    opens: [{ queue: 'finance', task: 'approveReversal', dueAt: REMINDED }],
  });
  expect(awaiting).toMatchObject({ ...allocation, requestedBy: 'asker', schedule: [{ what: 'remind', at: REMINDED }] });
});

test('ADV-5 neither whoever allocated it by hand asks for its reversal, nor anybody where nothing is allocated', () => {
  expect(request('hand').refusals).toEqual([
    {
      code: 'ownAllocation',
      rule: 'ADV-5',
      place: '',
      detail: 'You allocated this by hand',
      remedy: 'Ask a colleague of finance to request its reversal.',
    },
  ]);
  expect(request('asker', { allocation: null }).refusals).toEqual([
    {
      code: 'notAllocated',
      rule: 'ADV-5',
      place: '',
      detail: 'Nothing is allocated to ECS0944490 now',
      remedy: 'Only an allocation can be reversed.',
    },
  ]);
});

test('ADV-5 another one approves, neither who asked nor who allocated it by hand', () => {
  const refused = (detail: string) => ({
    state: 'awaiting',
    event: 'refused',
    refusals: [{ code: 'fourEyes', rule: 'ADV-5', place: '', detail, remedy: 'Another person of finance has to approve it.' }],
  });
  expect(effectsOf(approve('asker'))).toEqual(refused('You asked for this reversal'));
  expect(effectsOf(approve('hand'))).toEqual(refused('You allocated this by hand'));
  expect(effectsOf(approve('other'))).toEqual({
    state: 'approved',
    event: 'approved',
    entries: [
      {
        key: 'reversal/v',
        kind: 'reversal',
        postings: [
          { account: 'funds/n', pence: 50_000n },
          { account: 'suspense', pence: -50_000n },
        ],
      },
    ],
    mails: [{ template: 'allocation-reversed', to: { user: 'p' }, facts: { reference: 'ECS0944490', amount: '£500.00', debt: '£0.00' } }],
    closes: ['approveReversal'],
    starts: [{ kind: 'suspense', entities: ['r1', 'r2'] }],
  });
});

test.each<[bigint, bigint, bigint]>([
  [50_001n, 50_000n, 0n],
  [50_000n, 50_000n, 0n],
  [49_999n, 49_999n, 1n],
  [1n, 1n, 49_999n],
  [0n, 0n, 50_000n],
  [-1n, 0n, 50_000n],
])('ADV-5 MON-2 where %d pence of 50000 are left, %d come out of the funds and %d are a debt', (usable, funds, debt) => {
  const { next, entries } = approve('other', usable);
  const postings = new Map(entries[0]!.postings.map(({ account, pence }) => [account, pence]));
  expect([postings.get('funds/n') ?? 0n, postings.get('debt/n') ?? 0n, postings.get('suspense')]).toEqual([funds, debt, -50_000n]);
  expect([...postings.values()]).not.toContain(0n);
  expect([next.debt, next.schedule]).toEqual([debt, []]);
});

test('ADV-5 ADV-6 MON-2 a reversal never takes more from a fund than is in it, and always all of it to suspense', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 100_000n }), fc.bigInt({ min: -100_000n, max: 100_000n }), (pence, usable) => {
      const { postings } = approve('other', usable, { ...awaiting, pence }).entries[0]!;
      const from = postings.find(({ account }) => account === 'funds/n')?.pence ?? 0n;
      expect(sum(postings.map((posting) => posting.pence))).toBe(0n);
      expect(postings.at(-1)).toEqual({ account: 'suspense', pence: -pence });
      expect(from === 0n || from <= usable).toBe(true);
    }),
  );
});

test('ADV-5 whoever asked may take it back by declining; the allocation stands, and nothing is posted', () => {
  expect(effectsOf(decline())).toEqual({ state: 'declined', event: 'declined', closes: ['approveReversal'] });
  expect(decline().next.schedule).toEqual([]);
});

test('ADV-5 a reversal is decided once; what comes later is told how it ended', () => {
  for (const decided of [approve('other').next, decline().next]) {
    const refusal = {
      code: 'ended',
      rule: 'ADV-5',
      place: '',
      detail: `This reversal is ${decided.state}`,
      remedy: 'Nothing is left to decide about it.',
    };
    expect(approve('other', 50_000n, decided).refusals).toEqual([refusal]);
    expect(decline(decided).refusals).toEqual([refusal]);
    expect(ended(decided)).toEqual(refusal);
  }
});

test('ADV-5 finance is reminded every 3 days for as long as nobody decides', () => {
  const reminded = onDue(awaiting, awaiting.schedule[0]!, about(null));
  expect(effectsOf(reminded)).toEqual({ state: 'awaiting', event: 'reminded', mails: [asked] });
  expect(reminded.next.schedule).toEqual([{ what: 'remind', at: '2026-11-26T10:00:00.000Z' }]);
  expect(summary(awaiting)).toBe('Reversal of ECS0944490: finance is reminded');
});

test('WHY-1 a reversal says on whom it waits and what comes next, and how it ended, with what is owed', () => {
  expect(standing(awaiting).holds).toEqual([
    {
      name: 'approval',
      awaiting: 'finance',
      clock: 'ours',
      since: AT,
      why: 'Waiting on finance since 20 Nov 2026 10:00 to reverse £500.00 allocated to ECS0944490; it ends when a second person, who did not allocate it, approves or declines.',
      next: [{ at: REMINDED, what: 'finance is reminded' }],
      dueAt: REMINDED,
    },
  ]);
  expect(standing({ ...awaiting, schedule: [] }).dueAt).toBeNull();
  const why = [none, approve('other').next, approve('other', 49_999n).next, decline().next].map((each) => standing(each).why);
  expect(why).toEqual([
    'Not asked for yet.',
    'Ended at 20 Nov 2026 10:00: £500.00 went back to suspense.',
    'Ended at 20 Nov 2026 10:00: £500.00 went back to suspense, of which £0.01 was spent and is owed now.',
    'Ended at 20 Nov 2026 10:00: declined, the allocation stands.',
  ]);
});
