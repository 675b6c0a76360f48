import fc from 'fast-check';
import { application } from '../../../domain/applications/application.process';
import { requirementsOf } from '../../../domain/applications/requirements';
import { qualifying, refusedSince, type QualificationFact } from '../../../domain/qualifications/qualification-fact';
import { factsAt, filledIn, paidAt, passAt, runTo } from '../../support/applications';

const PAID = '2026-12-22T10:00:00.000Z';
const { standing } = application;
const form = { ...filledIn, needs: ['hse', 'qualification'] as const, qualifications: ['nvq3'] };
const fact = (more: Partial<QualificationFact> = {}): QualificationFact => ({
  ...{ id: 'q', kind: 'nvq3', stands: 'undecided', since: '2026-11-20T09:00:00.000Z', awaiting: 'staff', validFrom: null, validTo: null },
  ...more,
});
const needed = (...qualifications: QualificationFact[]) =>
  requirementsOf({ ...factsAt(PAID, { form: { ...form, needs: ['qualification'] }, qualifications }), on: '2026-12-22' }).find(
    ({ kind }) => kind === 'qualification',
  )!;
/** Paid with a pass on record, so that the qualification alone holds it; `later` are its facts from an instant on. */
function paidWith(first: QualificationFact, ...later: [string, QualificationFact][]) {
  const known = (asOf: string) => [...later].reverse().find(([at]) => at <= asOf)?.[1] ?? first;
  return paidAt(PAID, (asOf) => ({
    hse: [passAt('2026-11-01T09:00:00.000Z')],
    form: { ...form, needs: [...form.needs] },
    qualifications: [known(asOf)],
  }));
}

test('QUA-1 APP-3 a qualification is missing as long as none of the kind is given; undecided it may be finalised; verified it holds from when until when', () => {
  expect(needed()).toMatchObject({ mark: 'Missing', isMet: false, awaiting: 'employer', since: form.changedAt });
  expect(needed(fact({ kind: 'other' }))).toMatchObject({ mark: 'Missing', isMet: false });
  expect(needed(fact())).toMatchObject({ mark: 'Awaiting a case operator', isMet: true, isVerified: false, awaiting: 'staff' });
  expect(needed(fact({ kind: null, awaiting: 'nobody' }))).toMatchObject({ mark: 'Being checked', isMet: true, isVerified: false });
  expect(needed(fact({ awaiting: 'employer' }))).toMatchObject({ mark: 'Details needed', isMet: true, isVerified: false });
  const dates = { validFrom: '2019-07-12', validTo: '2026-12-22' };
  expect(needed(fact({ stands: 'verified', ...dates }))).toMatchObject({ mark: 'Verified', isVerified: true, ...dates });
  expect(needed(fact({ stands: 'accepted' }))).toMatchObject({ mark: 'Accepted', isVerified: true });
  expect(needed(fact({ stands: 'refused' }))).toMatchObject({ mark: 'Missing', isMet: false, since: '2026-11-20T09:00:00.000Z' });
});

test('QUA-1 TIM-4 a qualification counts through its last day, not on the day after, nor before its first', () => {
  const on = (day: string) =>
    qualifying([fact({ stands: 'verified', validFrom: '2019-07-12', validTo: '2026-12-22' })], ['nvq3'], day)?.stands;
  expect([on('2019-07-11'), on('2019-07-12'), on('2026-12-22'), on('2026-12-23')]).toEqual([undefined, 'verified', 'verified', undefined]);
  expect(refusedSince([fact({ stands: 'refused', since: 'b' }), fact({ stands: 'refused', since: 'a' })], ['nvq3'])).toBe('b');
  expect(refusedSince([fact({ stands: 'refused' })], ['other'])).toBeNull();
});

test('QUA-1 APP-9 a paid application is held for a qualification that nobody has decided, released the instant it is, and approved by itself', () => {
  const decidedAt = '2026-12-29T15:00:00.000Z';
  const { application: held, factsOf } = paidWith(fact(), [decidedAt, fact({ stands: 'accepted', since: decidedAt })]);
  expect(standing(held)).toMatchObject({ stage: 'On hold', awaiting: 'staff', clock: 'ours', holds: [{ name: 'qualification' }] });
  expect(runTo(held, '2026-12-29T14:59:59.999Z', factsOf).decisions).toEqual([]);
  const { application: free, decisions } = runTo(held, decidedAt, factsOf);
  expect(decisions.map(({ event, next }) => [event, next.state, next.stateSince])).toEqual([['approved', 'beingProduced', decidedAt]]);
  expect(free.holds).toEqual([]);
  expect(paidWith(fact({ stands: 'verified' })).application.state).toBe('beingProduced');
});

test('QUA-1 WHY-1 while it waits it says on whom; refused it waits on the employer for another one, which releases it', () => {
  const [asked, refusedAt, next] = ['2026-12-23T10:00:00.000Z', '2026-12-29T10:00:00.000Z', '2026-12-30T10:00:00.000Z'];
  const { application: held, factsOf } = paidWith(
    fact(),
    [asked, fact({ awaiting: 'employer', since: asked })],
    [refusedAt, fact({ stands: 'refused', since: refusedAt })],
    [next, fact({ id: 'r', stands: 'verified', since: next })],
  );
  const awaited = (to: string) => {
    const { application: state } = runTo(held, to, factsOf);
    return [state.state, standing(state).awaiting];
  };
  expect([awaited('2026-12-23T09:59:59.999Z'), awaited(asked), awaited(refusedAt), awaited(next)]).toEqual([
    ['onHold', 'staff'],
    ['onHold', 'employer'],
    ['onHold', 'employer'],
    ['beingProduced', 'printer'],
  ]);
  // The employer's time counts from when it is the employer's: 14, 28, 56 days, and a case operator after 84; a new turn begins anew.
  const story = (to: string) => runTo(held, to, factsOf).decisions.map(({ event, mails, opens }) => [event, mails.length, opens.length]);
  expect(story('2026-12-29T23:00:00.000Z')).toEqual([['awaited', 0, 0]]);
  expect(standing(runTo(held, asked, factsOf).application).why).toContain(
    'Waiting on the employer since 22 Dec 2026 10:00 for a qualification',
  );
});

test('QUA-1 however often it is looked at, the hold stands as if it had been looked at once, and a verified one always ends it', () => {
  const stands = fc.constantFrom<Partial<QualificationFact>>(
    { awaiting: 'staff' },
    { awaiting: 'employer' },
    { awaiting: 'awardingBody' },
    { stands: 'refused' },
  );
  const instant = (hours: number) => new Date(Date.parse(PAID) + hours * 3_600_000).toISOString();
  fc.assert(
    fc.property(
      fc.array(stands, { minLength: 1, maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 12 }),
      (changes, looks) => {
        const later = changes.map((change, index): [string, QualificationFact] => {
          const since = instant(index * 5 + 1);
          return [since, fact({ ...change, since })];
        });
        const verifiedAt = instant(changes.length * 5 + 1);
        const { application: held, factsOf } = paidWith(fact(), ...later, [verifiedAt, fact({ stands: 'verified', since: verifiedAt })]);
        let state = held;
        let hours = 0;
        for (const step of looks) {
          hours += step;
          state = runTo(state, instant(hours), factsOf).application;
        }
        const end = runTo(state, instant(1000), factsOf).application;
        expect([end.state, end.stateSince, end.holds]).toEqual(['beingProduced', verifiedAt, []]);
      },
    ),
  );
});

test('QUA-1 APP-9 an employer who owes a paid application a qualification is reminded at 14, 28 and 56 days, and a case operator hears of it at 84, who may reject it', () => {
  const refusedAt = '2026-12-29T10:00:00.000Z';
  const { application: held, factsOf } = paidWith(fact(), [refusedAt, fact({ stands: 'refused', since: refusedAt })]);
  const told = (to: string) => runTo(held, to, factsOf).decisions.slice(1);
  for (const [count, day] of ['2027-01-12', '2027-01-26', '2027-02-23', '2027-03-23'].entries()) {
    expect(told(`${day}T09:59:59.999Z`)).toHaveLength(count);
    expect(told(`${day}T10:00:00.000Z`)).toHaveLength(count + 1);
  }
  const decisions = told('2027-12-31T10:00:00.000Z');
  const mail = { template: 'application-answer-reminder', to: { user: 'filler' }, facts: { awaited: 'a qualification' } };
  expect(decisions.map(({ event, mails, opens }) => ({ event, mails, opens }))).toMatchObject([
    ...Array.from({ length: 3 }, () => ({ event: 'reminded', mails: [mail], opens: [] })),
    { event: 'escalated', mails: [], opens: [{ queue: 'caseOperator', task: 'awaitQualification' }] },
  ]);
  const given = '2027-04-01T10:00:00.000Z';
  const late = (asOf: string) => (asOf < given ? factsOf(asOf) : { ...factsOf(asOf), qualifications: [fact({ id: 'r', since: given })] });
  const { application: again, decisions: after } = runTo(runTo(held, '2027-03-31T10:00:00.000Z', factsOf).application, given, late);
  expect(after.map(({ event, closes }) => [event, closes])).toEqual([['awaited', ['awaitQualification']]]);
  expect([standing(again).awaiting, again.schedule]).toEqual(['staff', []]);
});
