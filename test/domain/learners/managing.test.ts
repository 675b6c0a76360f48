import fc from 'fast-check';
import { higher, top, transfer, type Destination, type DestinationFacts, type GoingFacts } from '../../../domain/learners/learner-going';
import { amendName, cancel, creditUntil } from '../../../domain/learners/learner.decide';
import { GONE, learnerStates, type LearnerState } from '../../../domain/learners/learner.state';
import { canGo, learnerTransitions, stepOf, type LearnerDecision, type LearnerEvent } from '../../../domain/learners/learner.transitions';
import { notUndoable } from '../../../domain/learners/dates-import';
import { firstPolicy } from '../../../domain/policy';
import { publishedCalendar, situation } from '../../support/situation';

const FEE = { net: 4_000n, vat: 0n, vatRate: 0 };
const CHRISTMAS = '2026-12-24T10:00:00.000Z';
const learner = (more: Partial<LearnerState> = {}): LearnerState => ({
  ...{ id: 'l', state: 'registered', stateSince: CHRISTMAS, product: 'old', batch: 'b', bundle: null, session: 2026 },
  ...{ registeredAt: CHRISTMAS, firstRegisteredAt: CHRISTMAS, lapsesOn: '2029-12-24', nextAt: '2029-09-25T08:00:00.000Z' },
  ...{ fee: FEE, certificatedOn: null },
  ...more,
});
const PRODUCT = {
  ...{ product: 'new', code: 'Q2', from: '2020-01-01', name: 'Two', number: null, sector: 's', type: 'qualification' as const },
  ...{
    isRegulated: true,
    isOpen: true,
    lapseMonths: 24,
    gradeScale: 'pass',
    components: [],
    modes: [],
    hasWindows: false,
    lateAllowed: false,
  },
  ...{ booksOnRegistration: false, isElectronicOnly: false, takesArrangements: true, suite: 'suite', members: [] },
};
const BATCH = { id: 'b2', product: 'new', session: 2026, count: 1_999, window: null, mode: null, isPart: false, by: 'u' };
const to = (more: Partial<DestinationFacts> = {}): DestinationFacts => ({
  ...{ group: { standing: 'open', productCode: 'Q2' }, product: PRODUCT, members: [], isApproved: true, sessions: [2026], batch: null },
  ...{ windows: [], price: { net: 6_000n, vat: 0n, vatRate: 0, from: '2026-01-01' } },
  ...more,
});
const going = (facts: Partial<GoingFacts> = {}, at = '2027-01-04T12:00:00.000Z') =>
  situation<GoingFacts>({
    at,
    facts: {
      to: to(),
      before: 0,
      isThere: false,
      isSampled: false,
      results: ['internal'],
      suite: 'suite',
      costs: FEE,
      isUndated: false,
      hasNeeds: false,
      ...facts,
    },
  });
const wanted = (more: Partial<Destination> = {}): Destination => ({ batch: null, window: null, mode: null, newBatch: 'made', ...more });
const codes = ({ refusals }: LearnerDecision) => refusals.map(({ code }) => code);
const money = ({ charges }: LearnerDecision) =>
  charges.map(({ what, quantity, price }) => [what, Number(price.net + price.vat) * quantity]);
const net = (decision: LearnerDecision) => money(decision).reduce((sum, [, pence]) => sum + (pence as number), 0);
const BEFORE = '2027-01-05T23:59:59.000Z';
const AFTER = '2027-01-06T00:00:00.000Z';

test.each([
  ['2027-01-05T23:59:59.000Z', [['cancelled', -4_000]]],
  ['2027-01-06T00:00:00.000Z', []],
])(
  'LRN-3 TIM-4 WHY-4 registered on Christmas Eve, cancelled at %s: the fee is credited to 24:00 of the fifth working day, not after',
  (at, charged) => {
    const decision = cancel(learner(), {}, situation<unknown>({ at }));
    expect(decision.next).toMatchObject({ state: 'cancelled', nextAt: null });
    expect(money(decision)).toEqual(charged);
    expect(decision.evidence).toEqual({ receivedAt: at, firstRegisteredAt: CHRISTMAS, creditUntil: AFTER });
  },
);

test('LRN-3 the day is London’s: registered at 23:30 in summer the days are counted from that day, not from the one that Greenwich has', () => {
  expect(creditUntil('2027-06-01T22:59:59.000Z', 5, publishedCalendar)).toBe('2027-06-08T23:00:00.000Z');
  expect(creditUntil('2027-06-01T23:00:00.000Z', 5, publishedCalendar)).toBe('2027-06-09T23:00:00.000Z');
});

test('LRN-3 LRN-4 a transfer keeps the first date: transferred on 4 January, cancelled on the 6th, nothing is credited; on the 5th it is', () => {
  const transferred = learner({ registeredAt: '2027-01-04T12:00:00.000Z' });
  expect(money(cancel(transferred, {}, situation<unknown>({ at: AFTER })))).toEqual([]);
  expect(net(cancel(transferred, {}, situation<unknown>({ at: BEFORE })))).toBe(-4_000);
});

test('LRN-3 LAP-3 whoever is withdrawn or has lapsed can be cancelled; certificated, or gone already, not', () => {
  const outcome = (state: LearnerState['state']) => codes(cancel(learner({ state, nextAt: null }), {}, situation<unknown>({ at: BEFORE })));
  expect([outcome('withdrawn'), outcome('lapsed')]).toEqual([[], []]);
  for (const state of ['certificated', ...GONE] as const) expect([state, outcome(state)]).toEqual([state, ['learnerState']]);
});

test('LRN-4 LAP-3 a transfer ends the old registration, credits its fee and charges the new one; the new one lapses by its product from that day', () => {
  const decision = transfer(learner(), wanted(), going());
  expect(decision).toMatchObject({ event: 'transferred', next: { state: 'transferred', nextAt: null } });
  expect(decision.charges).toEqual([
    { what: 'transferredOut', quantity: -1, price: FEE, product: 'old', batch: 'b' },
    { what: 'transferredIn', quantity: 1, price: { net: 6_000n, vat: 0n, vatRate: 0 }, product: 'new', batch: 'made' },
  ]);
  expect(decision.onward).toMatchObject({ product: 'new', batch: 'made', joins: false, session: 2026, lapsesOn: '2029-01-04' });
});

test('LRN-4 sampled at a visit: no credit, the transfer is still made, and the evidence says so', () => {
  const decision = transfer(learner(), wanted(), going({ isSampled: true }));
  expect([decision.next.state, money(decision)]).toEqual(['transferred', [['transferredIn', 6_000]]]);
  expect(decision.evidence).toMatchObject({ sampled: 'yes', receivedAt: '2027-01-04T12:00:00.000Z' });
});

test('LRN-4 REG-3 the last place of a batch takes one and no other of the same command; a full one is refused with its room', () => {
  const into = { to: to({ batch: BATCH }) };
  const named = wanted({ batch: 'b2' });
  expect(transfer(learner(), named, going(into)).onward).toMatchObject({ batch: 'b2', joins: true });
  const full = transfer(learner(), named, going({ ...into, before: 1 }));
  expect(full.refusals).toEqual([
    expect.objectContaining({ code: 'noRoom', rule: 'REG-3', detail: expect.stringContaining('room for 1') }),
  ]);
});

test('LRN-4 every reason against a transfer is told at once, with its place', () => {
  const facts = to({ isApproved: false, sessions: [2027], batch: { ...BATCH, count: 2_000 }, price: null });
  const decision = transfer(learner({ bundle: 'whole' }), wanted({ batch: 'b2' }), going({ to: facts, isThere: true }));
  expect(decision.refusals.map(({ code, place }) => [code, place])).toEqual([
    ['ofBundle', ''],
    ['learnerThere', ''],
    ['notApproved', '/product'],
    ['noFee', '/product'],
    ['session', '/session'],
    ['noRoom', '/batch'],
  ]);
  const unfit = going({ to: to({ product: { ...PRODUCT, takesArrangements: false } }), isUndated: true, hasNeeds: true });
  expect(codes(transfer(learner(), wanted(), unfit))).toEqual(['datesMissing', 'noArrangements']);
  expect(codes(transfer(learner({ state: 'certificated', certificatedOn: '2027-01-02', nextAt: null }), wanted(), going()))).toEqual([
    'learnerState',
  ]);
});

test('LRN-4 a product with windows asks for one, takes only its own, and none where its batch has one; what is made of others is refused', () => {
  const withWindows = { product: { ...PRODUCT, hasWindows: true }, windows: [{ id: 'w', name: 'March' }] };
  const of = (destination: Destination, facts: Partial<DestinationFacts> = {}) =>
    codes(transfer(learner(), destination, going({ to: to({ ...withWindows, ...facts }) })));
  expect(of(wanted())).toEqual(['windowMissing']);
  expect(of(wanted({ window: 'other' }))).toEqual(['window']);
  expect(of(wanted({ window: 'w' }))).toEqual([]);
  expect(of(wanted({ batch: 'b2' }), { batch: { ...BATCH, window: 'w' } })).toEqual([]);
  expect(of(wanted(), { product: { ...PRODUCT, type: 'bundle', members: ['x'] }, members: [PRODUCT] })).toContain('madeOfOthers');
  expect(of(wanted({ batch: 'b' }), { ...to({ batch: { ...BATCH, id: 'b' } }) })).toEqual(['sameBatch']);
});

test('LRN-5 topped up from £40 to £60 the old fee is credited and the new one charged; topped down to £30 the old one is charged again', () => {
  const up = top('toppedUp')(learner(), wanted(), going());
  expect([up.next.state, money(up)]).toEqual([
    'toppedUp',
    [
      ['toppedOut', -4_000],
      ['toppedIn', 6_000],
    ],
  ]);
  const down = top('toppedDown')(
    learner(),
    wanted(),
    going({ to: to({ price: { net: 3_000n, vat: 0n, vatRate: 0, from: '2026-01-01' } }) }),
  );
  expect([down.next.state, money(down), net(down)]).toEqual([
    'toppedDown',
    [
      ['toppedOut', -4_000],
      ['toppedIn', 4_000],
    ],
    0,
  ]);
  expect(down.onward?.fee).toEqual(FEE);
});

test('LRN-5 another suite, none at all, or no result yet is refused; an external result alone is enough', () => {
  const of = (facts: Partial<GoingFacts>) => codes(top('toppedUp')(learner(), wanted(), going(facts)));
  expect(of({ suite: 'another' })).toEqual(['otherSuite']);
  expect(of({ suite: null, to: to({ product: { ...PRODUCT, suite: null } }) })).toEqual(['otherSuite']);
  expect(of({ results: [] })).toEqual(['noResult']);
  expect(of({ suite: 'another', results: [] })).toEqual(['otherSuite', 'noResult']);
  expect(of({ results: ['external'] })).toEqual([]);
});

const costing = (net: bigint) => to({ price: { net, vat: 0n, vatRate: 0, from: '2026-01-01' } });
test.each([
  [3_999n, ['notHigher'], []],
  [4_000n, [], []],
  [4_001n, [], ['notLower']],
])(
  'LRN-5 from a product of 4,000 pence to one of %s of the same suite: up is refused where it is cheaper, down where it is dearer, neither where both cost the same',
  (net, up, down) => {
    const facts = going({ to: costing(net) });
    expect([codes(top('toppedUp')(learner(), wanted(), facts)), codes(top('toppedDown')(learner(), wanted(), facts))]).toEqual([up, down]);
    // What was charged once says nothing of which product is the higher one today.
    const dear = learner({ fee: { net: 9_000n, vat: 0n, vatRate: 0 } });
    expect([codes(top('toppedUp')(dear, wanted(), facts)), codes(top('toppedDown')(dear, wanted(), facts))]).toEqual([up, down]);
    expect(
      codes(top('toppedUp')(learner({ fee: { net, vat: 0n, vatRate: 0 } }), wanted(), going({ to: costing(net), costs: null }))),
    ).toEqual([]);
  },
);

test('LRN-5 whoever has a result is topped neither up nor down to the very product on which he is', () => {
  for (const which of ['toppedUp', 'toppedDown'] as const)
    expect(top(which)(learner({ product: 'new' }), wanted({ batch: 'b2' }), going({ to: to({ batch: BATCH }) })).refusals).toEqual([
      {
        code: 'sameProduct',
        rule: 'LRN-5',
        place: '/product',
        detail: 'The learner is on this product',
        remedy: 'Choose another one of its suite.',
      },
    ]);
});

test('LRN-5 whatever the two fees are, the net of topping is the higher less the old: never below nothing, and never above the new one less the old', () => {
  const price = fc.record({
    net: fc.bigInt({ min: 0n, max: 1_000_000n }),
    vat: fc.bigInt({ min: 0n, max: 200_000n }),
    vatRate: fc.constant(2_000),
  });
  fc.assert(
    fc.property(price, price, price, (fee, costs, next) => {
      const which = next.net + next.vat > costs.net + costs.vat ? 'toppedUp' : 'toppedDown';
      const facts = going({ costs, to: to({ price: { ...next, from: '2026-01-01' } }) });
      const decision = top(which)(learner({ fee }), wanted(), facts);
      const [was, is] = [Number(fee.net + fee.vat), Number(next.net + next.vat)];
      expect([decision.event, net(decision)]).toEqual([which, Math.max(was, is) - was]);
      expect(decision.onward!.fee).toEqual(higher(fee, next));
    }),
  );
});

const certificated = learner({ state: 'certificated', certificatedOn: '2026-10-15', nextAt: null });
test.each([
  ['2027-01-13T23:59:59.000Z', []],
  ['2027-01-14T00:00:00.000Z', ['amendOver']],
])('LRN-2 TIM-4 certificated on 2026-10-15, amended at %s: to 24:00 of the ninetieth day, for the fee of a replacement', (at, refusals) => {
  const decision = amendName(certificated, { fee: FEE }, situation<unknown>({ at }));
  expect(codes(decision)).toEqual(refusals);
  if (refusals.length > 0) return expect(decision.charges).toEqual([]);
  expect(money(decision)).toEqual([['nameAmended', 4_000]]);
  expect(decision.evidence).toEqual({ receivedAt: at, certificatedOn: '2026-10-15', amendUntil: '2027-01-14T00:00:00.000Z' });
});

test('LRN-2 MON-3 nobody but the certificated has a name amended, and nobody for nothing', () => {
  const at = '2026-10-20T12:00:00.000Z';
  expect(codes(amendName(learner(), { fee: FEE }, situation<unknown>({ at })))).toEqual(['notCertificated']);
  expect(codes(amendName(certificated, { fee: null }, situation<unknown>({ at })))).toEqual(['noFee']);
});

test('LRN-2 LRN-3 LRN-4 LRN-5 every edge of the table leads where it says, and where it has none there is a defect', () => {
  for (const event of Object.keys(learnerTransitions) as LearnerEvent[])
    for (const state of learnerStates) {
      const one = learner({ state });
      const step = () => stepOf(one, event, BEFORE, {});
      if (canGo(one, event)) expect(step().next.state).toBe((learnerTransitions[event] as Record<string, string>)[state]);
      else expect(step).toThrow('no edge');
    }
  expect(firstPolicy.learners).toMatchObject({ renameDays: 90, creditWorkingDays: 5 });
});

test('IMP-1 a file of dates imported on 25 November at 14:00 is undone until 13:59:59.999 of the next day, and at 14:00:00 no longer; across a change of the clocks it is 24 hours all the same', () => {
  const at = (madeAt: string, now: string, undoneAt: string | null = null) => notUndoable({ madeAt, undoneAt }, now, 24)?.code ?? null;
  const made = '2026-11-25T14:00:00.000Z';
  expect([at(made, '2026-11-26T13:59:59.999Z'), at(made, '2026-11-26T14:00:00.000Z')]).toEqual([null, 'undoOver']);
  expect(at(made, '2026-11-25T15:00:00.000Z', '2026-11-25T14:30:00.000Z')).toBe('undone');
  const spring = '2027-03-27T14:00:00.000Z';
  expect([at(spring, '2027-03-28T13:59:59.999Z'), at(spring, '2027-03-28T14:00:00.000Z')]).toEqual([null, 'undoOver']);
});
