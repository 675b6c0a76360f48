import fc from 'fast-check';
import { reject } from '../../../domain/applications/application.decide';
import { application } from '../../../domain/applications/application.process';
import type { ApplicationFacts } from '../../../domain/applications/application.facts';
import type { Application } from '../../../domain/applications/application.state';
import type { IdentityCheckFact } from '../../../domain/people/identity-check';
import { validityOf, type PhotoFact } from '../../../domain/people/photo';
import { paidAt, passAt, runTo, verifiedPhoto } from '../../support/applications';
import { effectsOf } from '../../support/decisions';
import { situation } from '../../support/situation';

const PAID = '2026-11-25T10:00:00.000Z';
const LAPSE = '2027-05-24T09:00:00.000Z';
const { standing, summary } = application;
const photo = (verifiedAt: string | null, more: Partial<PhotoFact> = {}): PhotoFact => ({
  ...{ photo: 'given', givenAt: '2026-11-20T09:00:00.000Z', verifiedAt },
  ...(verifiedAt ? validityOf(verifiedAt, 5) : { validFrom: null, validTo: null }),
  ...more,
});
const check = (outcome: IdentityCheckFact['outcome'], at: string, more: Partial<IdentityCheckFact> = {}): IdentityCheckFact => ({
  ...{ check: `${outcome}-${at}`, outcome, at, decidedBy: null, contestedAt: null },
  ...more,
});
/** What the rows show as of an instant. */
const known =
  (photos: PhotoFact[], checks: IdentityCheckFact[]) =>
  (asOf: string): Partial<ApplicationFacts> => ({
    hse: [passAt('2026-11-01T09:00:00.000Z')],
    photos: photos.map((each) =>
      each.verifiedAt !== null && each.verifiedAt > asOf ? { ...each, verifiedAt: null, validFrom: null, validTo: null } : each,
    ),
    identityChecks: checks
      .filter(({ at }) => at <= asOf)
      .map((each) => (each.contestedAt !== null && each.contestedAt > asOf ? { ...each, contestedAt: null } : each)),
  });
const held = (photos: PhotoFact[] = [photo(null)], checks: IdentityCheckFact[] = [], at = PAID) => paidAt(at, known(photos, checks));
const through = (to: string, photos: PhotoFact[] = [photo(null)], ...checks: IdentityCheckFact[]) => {
  const begun = held(photos, checks);
  return runTo(begun.application, to, begun.factsOf);
};
const told = ({ decisions }: { decisions: { event: string; next: Application }[] }) =>
  decisions.map(({ event, next }) => [event, next.state]);
const facts = { application: 'a', tenant: 'tenant', reference: 'A-0001', lapseAt: '24 May 2027 10:00' };

test('IDV-1 TIM-4 scenario 3: the operative is mailed at once, reminded on 28 November, 2, 9 and 23 December at 10:00, a case operator on 6 January, the lapse on 24 May at 10:00 summer time', () => {
  const { application: waiting, decisions } = held();
  const { tenant } = waiting;
  expect(effectsOf(decisions.at(-1)!)).toEqual({
    state: 'onHold',
    event: 'held',
    mails: [{ template: 'identity-asked', to: { applicant: 'a' }, facts: { ...facts, tenant } }],
  });
  expect(waiting.schedule).toEqual([
    { what: 'remindIdentity', at: '2026-11-28T10:00:00.000Z' },
    { what: 'remindIdentity', at: '2026-12-02T10:00:00.000Z' },
    { what: 'remindIdentity', at: '2026-12-09T10:00:00.000Z' },
    { what: 'remindIdentity', at: '2026-12-23T10:00:00.000Z' },
    { what: 'escalateIdentity', at: '2027-01-06T10:00:00.000Z' },
    { what: 'lapseIdentity', at: LAPSE },
  ]);
  expect(summary(waiting, waiting.schedule[0]!)).toBe('Application A-0001: the operative is reminded to verify photo and identity');
});

test('IDV-1 TIM-4 scenario 3: a photo verified on 7 April 2025 makes no hold on 7 April 2030, to 24:00 London, and none on 8 April', () => {
  expect(validityOf('2025-04-07T10:00:00.000Z', 5)).toEqual({ validFrom: '2025-04-07', validTo: '2030-04-07' });
  // The last instant of 7 April and the first of 8 April, in summer time.
  const paid = (at: string) => held([verifiedPhoto], [], at).application;
  const hse = (at: string) => ({ ...known([verifiedPhoto], [])(at), hse: [passAt('2030-04-01T09:00:00.000Z')] });
  const holds = (at: string) => paidAt(at, hse).application.holds.map(({ kind }) => kind);
  expect([holds('2030-04-07T22:59:59.999Z'), holds('2030-04-07T23:00:00.000Z')]).toEqual([[], ['identity']]);
  expect(paid('2026-11-25T10:00:00.000Z').state).toBe('beingProduced');
});

test('IDV-1 a pass releases at once, by the photo that it verified; the case operators’ task is answered', () => {
  const passed = photo('2026-12-05T09:30:00.000Z');
  const story = through('2027-06-01T00:00:00.000Z', [passed], check('pass', '2026-12-05T09:30:00.000Z'));
  expect(told(story)).toEqual([
    ['reminded', 'onHold'],
    ['reminded', 'onHold'],
    ['approved', 'beingProduced'],
  ]);
  expect(story.decisions.at(-1)).toMatchObject({ closes: ['decideIdentity'], evidence: { releasedBy: 'given' } });
});

test('IDV-1 WHY-1 a fail keeps it held: the operative is told, a case operator has 5 working days; the ladder goes on, and it lapses', () => {
  const story = through(LAPSE, [photo(null)], check('fail', '2026-11-26T10:00:00.000Z'));
  expect(told(story)).toEqual([
    ['failed', 'onHold'],
    ...Array.from({ length: 4 }, () => ['reminded', 'onHold']),
    ['escalated', 'onHold'],
    ['lapsed', 'lapsed'],
  ]);
  const { tenant } = story.application;
  expect(effectsOf(story.decisions[0]!)).toEqual({
    state: 'onHold',
    event: 'failed',
    mails: [{ template: 'identity-failed', to: { applicant: 'a' }, facts: { ...facts, tenant } }],
    opens: [{ queue: 'caseOperator', task: 'decideIdentity', dueAt: '2026-12-03T10:00:00.000Z' }],
  });
  expect(standing(story.decisions[0]!.next)).toMatchObject({ awaiting: 'staff', clock: 'ours', dueAt: '2026-12-03T10:00:00.000Z' });
  // He is asked already.
  expect(effectsOf(story.decisions[5]!)).toEqual({ state: 'onHold', event: 'escalated' });
  expect(story.decisions.at(-1)!.mails.map(({ template, to }) => [template, to])).toEqual([['identity-lapsed', { user: 'filler' }]]);
  expect(story.decisions.at(-1)!.closes).toEqual(['decideIdentity']);
});

test('IDV-1 WHY-1 nobody having verified anything, it escalates to a case operator, and the operative is awaited still', () => {
  const { decisions, application: waiting } = through('2027-01-06T10:00:00.000Z');
  expect(effectsOf(decisions.at(-1)!)).toEqual({
    state: 'onHold',
    event: 'escalated',
    opens: [{ queue: 'caseOperator', task: 'decideIdentity', dueAt: LAPSE }],
  });
  expect(standing(waiting)).toMatchObject({
    awaiting: 'operative',
    why: 'Waiting on the operative since 25 Nov 2026 10:00 to verify photo and identity with the identity provider; it ends when they are verified or the operative declines, or at 24 May 2027 10:00 the application lapses.',
  });
});

test('IDV-1 APP-10 whoever declines ends the application as Declined: the employer is told, nothing is awaited any more', () => {
  const story = through('2026-11-26T12:00:00.000Z', [photo(null)], check('declined', '2026-11-26T11:00:00.000Z'));
  expect(effectsOf(story.decisions.at(-1)!)).toEqual({
    state: 'declined',
    event: 'declined',
    mails: [{ template: 'application-declined', to: { user: 'filler' }, facts: { reference: 'A-0001' } }],
    closes: ['decideIdentity'],
  });
  expect([story.application.holds, story.application.schedule]).toEqual([[], []]);
});

test('AUT-1 what is contested is a case operator’s task of 10 working days; he who decided does not decide anew, not by rejecting either', () => {
  const at = '2026-11-26T10:00:00.000Z';
  const byHand = check('fail', '2026-11-26T12:00:00.000Z', { decidedBy: 'one', contestedAt: '2026-11-27T10:00:00.000Z' });
  const story = through('2026-11-27T12:00:00.000Z', [photo(null)], check('fail', at), byHand);
  expect(story.decisions.map(({ event, opens, closes }) => [event, opens.map(({ dueAt }) => dueAt), closes])).toEqual([
    ['failed', ['2026-12-03T10:00:00.000Z'], []],
    ['failed', [], ['decideIdentity']],
    ['contested', ['2026-12-11T10:00:00.000Z'], []],
  ]);
  expect(standing(story.application).why).toContain('which the operative contests');
  const rejected = (by: string, from = story.application) =>
    reject(from, {}, situation({ at, by, facts: null as unknown as ApplicationFacts }));
  expect(rejected('one').refusals.map(({ code, rule }) => [code, rule])).toEqual([['fourEyes', 'AUT-1']]);
  expect(rejected('two').next.state).toBe('rejected');
  // Before anybody is asked, nothing is rejected.
  expect(rejected('two', held().application).refusals.map(({ code }) => code)).toEqual(['notAwaited']);
});

test('IDV-1 TIM-4 a pass at 08:59:59.999Z releases, one at 09:00:00Z finds it lapsed, whichever the case hears of first', () => {
  for (const [at, state] of [
    ['2027-05-24T08:59:59.999Z', 'beingProduced'],
    [LAPSE, 'lapsed'],
  ] as const) {
    const begun = held([photo(at)], [check('pass', at)]);
    expect([at, runTo(begun.application, '2027-05-24T10:00:00.000Z', begun.factsOf).application.state]).toEqual([at, state]);
    const first = runTo(begun.application, at, begun.factsOf).application;
    expect([at, runTo(first, '2027-05-24T10:00:00.000Z', begun.factsOf).application.state]).toEqual([at, state]);
  }
});

test('IDV-1 whatever comes of checks in whatever order, the first end stands, however often it is looked', () => {
  const minute = fc.integer({ min: 1, max: 300_000 });
  const outcome = fc.constantFrom<IdentityCheckFact['outcome']>('pass', 'fail', 'fail', 'declined');
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(minute, outcome), { maxLength: 6, selector: ([at]) => at }),
      fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 20 }),
      (given, looks) => {
        const at = (minutes: number) => new Date(Date.parse(PAID) + minutes * 60_000).toISOString();
        const checks = given.map(([minutes, each], index) => check(each, at(minutes), { check: String(index) }));
        const photos = [photo(null), ...checks.flatMap((each) => (each.outcome === 'pass' ? [photo(each.at, { photo: each.check })] : []))];
        const begun = held(photos, checks);
        const end = '2027-12-01T00:00:00.000Z';
        let state = begun.application;
        let now = Date.parse(PAID);
        for (const days of looks) state = runTo(state, new Date((now += days * 86_400_000)).toISOString(), begun.factsOf).application;
        state = runTo(state, end, begun.factsOf).application;
        expect(state).toEqual(runTo(begun.application, end, begun.factsOf).application);
        const [first] = checks.filter((each) => each.outcome !== 'fail' && each.at < LAPSE).sort((a, b) => (a.at < b.at ? -1 : 1));
        const ends = { pass: 'beingProduced', declined: 'declined', fail: 'lapsed' } as const;
        expect(state.state).toBe(ends[first?.outcome ?? 'fail']);
      },
    ),
    { numRuns: 200 },
  );
});
