import fc from 'fast-check';
import type { HseRecordFact } from '../../../domain/assessments/hse-record';
import { application } from '../../../domain/applications/application.process';
import { released } from '../../../domain/applications/application.decide';
import type { Application } from '../../../domain/applications/application.state';
import type { ApplicationFacts } from '../../../domain/applications/application.facts';
import { policyOf } from '../../../domain/policy';
import { filledIn, paidAt, passAt, runTo } from '../../support/applications';
import { effectsOf } from '../../support/decisions';
import { situation } from '../../support/situation';

const PAID = '2026-11-25T10:00:00.000Z';
const LAPSE = '2027-05-24T09:00:00.000Z';
const { commands, standing, summary } = application;
const onRecord =
  (...records: HseRecordFact[]) =>
  (asOf: string) => ({ hse: records.filter(({ receivedAt }) => receivedAt <= asOf) });
const held = (...records: HseRecordFact[]) => paidAt(PAID, onRecord(...records));
const through = (to: string, ...records: HseRecordFact[]) => {
  const begun = held(...records);
  return runTo(begun.application, to, begun.factsOf);
};
const told = ({ decisions }: { decisions: { event: string; next: Application }[] }) =>
  decisions.map(({ event, next }) => [event, next.state]);
const fail = (receivedAt: string) => passAt(receivedAt, { record: `fail/${receivedAt}`, result: 'fail' });
const extend = (from: Application, days: number, at = PAID, policy = policyOf({ policyVersion: '2026-11-01' })) =>
  commands.extend.decide(from, { days }, situation({ at, by: 'operator', policy, facts: null as unknown as ApplicationFacts }));

test('HSE-3 TIM-4 scenario 1: reminders 9 and 23 December and 20 January at 10:00, a case operator on 17 February, the lapse on 24 May at 10:00 summer time', () => {
  const { application: waiting, decisions } = held();
  expect(effectsOf(decisions.at(-1)!)).toEqual({ state: 'onHold', event: 'held' });
  expect(waiting.schedule).toEqual([
    { what: 'remindHse', at: '2026-12-09T10:00:00.000Z' },
    { what: 'remindHse', at: '2026-12-23T10:00:00.000Z' },
    { what: 'remindHse', at: '2027-01-20T10:00:00.000Z' },
    { what: 'escalateHse', at: '2027-02-17T10:00:00.000Z' },
    { what: 'lapseHse', at: LAPSE },
  ]);
  expect(waiting.holds).toEqual([{ kind: 'hse', since: PAID, schedule: waiting.schedule, lapseAt: LAPSE, extended: 0, failures: [] }]);
});

test('WHY-1 the hold says on whom it waits since when, what ends it and what comes next; a timer says the same', () => {
  const { application: waiting } = held();
  expect(standing(waiting)).toMatchObject({
    stage: 'On hold',
    awaiting: 'operative',
    clock: 'customer',
    since: PAID,
    dueAt: LAPSE,
    why: 'Waiting on the operative since 25 Nov 2026 10:00 for a pass of the health, safety and environment assessment; it ends when a pass is recorded or an exemption accepted, or at 24 May 2027 10:00 the application lapses.',
    next: [{ at: '2026-12-09T10:00:00.000Z', what: 'the employer is reminded of the assessment' }, {}, {}],
  });
  expect(summary(waiting, waiting.schedule[0]!)).toBe('Application A-0001: the employer is reminded of the assessment');
});

test('HSE-2 HSE-3 scenario 1: a fail on 15 January keeps it held, a pass on 16 February releases it at once, and nobody escalates', () => {
  const pass = passAt('2027-02-16T09:30:00.000Z');
  const story = through('2027-03-01T00:00:00.000Z', fail('2027-01-15T12:00:00.000Z'), pass);
  expect(told(story)).toEqual([
    ['reminded', 'onHold'],
    ['reminded', 'onHold'],
    ['failed', 'onHold'],
    ['reminded', 'onHold'],
    ['approved', 'beingProduced'],
  ]);
  expect(story.application).toMatchObject({ stateSince: pass.receivedAt, holds: [], schedule: [] });
  expect(story.decisions.at(-1)).toMatchObject({ closes: ['decideHseHold'], evidence: { releasedBy: pass.record } });
  expect(standing(story.decisions[2]!.next).why).toContain('(failed once, a retake is allowed)');
});

test('HSE-3 scenario 2: without a pass a case operator has a task until the lapse, then it lapses, the fee is kept and the employer told', () => {
  const { decisions, application: lapsed } = through(LAPSE);
  expect(effectsOf(decisions[3]!)).toEqual({
    state: 'onHold',
    event: 'escalated',
    opens: [{ queue: 'caseOperator', task: 'decideHseHold', dueAt: LAPSE }],
  });
  const facts = { reference: 'A-0001', paidAt: '25 Nov 2026 10:00', lapseAt: '24 May 2027 10:00' };
  expect(decisions[0]!.mails).toEqual([{ template: 'hse-reminder', to: { user: 'filler' }, facts }]);
  expect(effectsOf(decisions.at(-1)!)).toEqual({
    state: 'lapsed',
    event: 'lapsed',
    mails: [{ template: 'application-lapsed', to: { user: 'filler' }, facts }],
    closes: ['decideHseHold'],
    evidence: { lapseAt: LAPSE },
  });
  expect([lapsed.stateSince, lapsed.schedule, lapsed.holds]).toEqual([LAPSE, [], []]);
});

test('HSE-3 TIM-4 scenario 2: a pass received at 08:59:59.999Z releases, one at 09:00:00Z finds it lapsed, whichever the case hears of first', () => {
  for (const [receivedAt, state] of [
    ['2027-05-24T08:59:59.000Z', 'beingProduced'],
    ['2027-05-24T08:59:59.999Z', 'beingProduced'],
    [LAPSE, 'lapsed'],
    ['2027-05-24T09:00:00.001Z', 'lapsed'],
  ] as const) {
    const pass = passAt(receivedAt);
    // It hears of both at once, an hour later; or looks first when the moment comes.
    expect([receivedAt, through('2027-05-24T10:00:00.000Z', pass).application.state]).toEqual([receivedAt, state]);
    const begun = held(pass);
    const first = runTo(begun.application, receivedAt, begun.factsOf).application;
    expect([receivedAt, runTo(first, '2027-05-24T10:00:00.000Z', begun.factsOf).application.state]).toEqual([receivedAt, state]);
  }
});

test('HSE-4 a pass in date counts though it was dated or came before the hold; in date is asked for the day of payment, to its last day', () => {
  const before = passAt('2026-11-01T09:00:00.000Z');
  expect(told(held({ ...before, expiresOn: '2026-11-25' })).at(-1)).toEqual(['approved', 'beingProduced']);
  expect(told(held({ ...before, expiresOn: '2026-11-24' })).at(-1)).toEqual(['held', 'onHold']);
  // Expired, it does not count later either, however often it is looked at.
  expect(through('2027-02-01T00:00:00.000Z', { ...before, expiresOn: '2026-11-24' }).application.state).toBe('onHold');
  // Received late, after it had expired.
  expect(
    through('2027-02-01T00:00:00.000Z', passAt('2027-01-10T09:00:00.000Z', { takenOn: '2024-01-09', expiresOn: '2027-01-09' })).application
      .state,
  ).toBe('onHold');
  expect(
    through('2027-02-01T00:00:00.000Z', passAt('2027-01-10T09:00:00.000Z', { takenOn: '2025-01-10', expiresOn: '2027-01-10' })).application
      .state,
  ).toBe('beingProduced');
});

test('HSE-4 a pass received before the payment that the case hears of after it is not lost: it releases as of the payment', () => {
  const { application: waiting, factsOf } = held();
  const late = passAt('2026-11-25T09:59:00.000Z');
  const story = runTo(waiting, '2026-11-25T10:05:00.000Z', (asOf) => ({ ...factsOf(asOf), hse: [late] }));
  expect([told(story), story.application.stateSince]).toEqual([[['approved', 'beingProduced']], PAID]);
});

test('HSE-1 an exemption releases it at once', () => {
  const { application: waiting, factsOf } = held();
  const exemptedAt = '2026-12-01T12:00:00.000Z';
  const story = runTo(waiting, '2026-12-05T00:00:00.000Z', (asOf) => ({
    ...factsOf(asOf),
    exemptedAt: asOf < exemptedAt ? null : exemptedAt,
  }));
  expect([told(story), story.application.stateSince]).toEqual([[['approved', 'beingProduced']], exemptedAt]);
});

test('HSE-3 an operator puts the lapse off, by 90 days at most and twice at most; the rest of the ladder stays, its task is answered', () => {
  const escalated = through('2027-02-17T10:00:00.000Z').application;
  const once = extend(escalated, 90);
  expect(effectsOf(once)).toEqual({
    state: 'onHold',
    event: 'extended',
    closes: ['decideHseHold'],
    evidence: { lapseAt: '2027-08-22T09:00:00.000Z' },
  });
  expect(once.next.schedule).toEqual([{ what: 'lapseHse', at: '2027-08-22T09:00:00.000Z' }]);
  const twice = extend(once.next, 1).next;
  expect([twice.schedule, standing(twice).dueAt]).toEqual([
    [{ what: 'lapseHse', at: '2027-08-23T09:00:00.000Z' }],
    '2027-08-23T09:00:00.000Z',
  ]);
  expect(extend(twice, 1).refusals.map(({ code, rule }) => [code, rule])).toEqual([['extensions', 'HSE-3']]);
  for (const days of [0, 91]) expect(extend(escalated, days).refusals.map(({ code, place }) => [code, place])).toEqual([['days', '/days']]);
  const free = through('2027-02-16T10:00:00.000Z', passAt('2027-02-16T09:00:00.000Z')).application;
  expect(extend(free, 10).refusals.map(({ code }) => code)).toEqual(['notHeld']);
});

test('APP-4 WHY-1 several holds are told at once; the headline is the one that is due soonest, and ours while it is ours', () => {
  const { application: both } = paidAt(PAID, () => ({ form: { ...filledIn, needs: ['hse', 'experience'] } }));
  const { stage, holds, clock, dueAt } = standing(both);
  expect([stage, holds.map(({ name, awaiting }) => [name, awaiting]), clock, dueAt]).toEqual([
    'On hold',
    [
      ['processing', 'staff'],
      ['hse', 'operative'],
    ],
    'ours',
    '2026-12-02T10:00:00.000Z',
  ]);
  const approved = commands.approve.decide(
    both,
    {},
    situation({ at: '2026-11-26T10:00:00.000Z', facts: null as unknown as ApplicationFacts }),
  );
  expect([approved.event, approved.next.state, approved.next.holds.map(({ kind }) => kind)]).toEqual(['released', 'onHold', ['hse']]);
});

test('APP-4 holds that are released in any order, at whatever instants, leave the same application', () => {
  const { application: both } = paidAt(PAID, () => ({ form: { ...filledIn, needs: ['hse', 'experience'] } }));
  const kinds = both.holds.map(({ kind }) => kind);
  const ends = kinds.length;
  fc.assert(
    fc.property(
      fc.shuffledSubarray(kinds, { minLength: ends }),
      fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: ends, maxLength: ends }),
      (order, seconds) => {
        const instants = seconds.sort((a, b) => a - b).map((each) => new Date(Date.parse(PAID) + each * 1000).toISOString());
        const end = order.reduce((state, kind, index) => released(state, kind, instants[index]!).next, both);
        expect(end).toEqual({ ...both, state: 'beingProduced', holds: [], schedule: [], stateSince: end.stateSince });
      },
    ),
  );
});

test('HSE-3 whatever comes when, the schedule never goes backward, each moment comes once, and a pass always ends it', () => {
  const days = fc.integer({ min: -400, max: 400 });
  const record = fc.record({ days, passes: fc.boolean() });
  const instant = (offset: number) => new Date(Date.parse(PAID) + offset * 86_400_000 + 1).toISOString();
  fc.assert(
    fc.property(
      fc.array(record, { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 30 }),
      (given, looks) => {
        const records = given.map(({ days: offset, passes }) => (passes ? passAt(instant(offset)) : fail(instant(offset))));
        const begun = held(...records);
        let state = begun.application;
        let now = Date.parse(PAID);
        let last = PAID;
        for (const days of [...looks, 500]) {
          now += days * 86_400_000;
          const story = runTo(state, new Date(now).toISOString(), begun.factsOf);
          for (const { next } of story.decisions) {
            const planned = next.schedule.map(({ at }) => at);
            expect(planned).toEqual([...planned].sort());
            expect(next.stateSince >= last || next.state === 'onHold').toBe(true);
            last = next.stateSince;
          }
          state = story.application;
        }
        const passes = records.filter(({ result, receivedAt }) => result === 'pass' && receivedAt < LAPSE);
        expect(state.state).toBe(passes.length > 0 ? 'beingProduced' : 'lapsed');
        // However often it looked: the same as having looked once, at the end.
        expect(runTo(begun.application, new Date(now).toISOString(), begun.factsOf).application).toEqual(state);
      },
    ),
    { numRuns: 200 },
  );
});
