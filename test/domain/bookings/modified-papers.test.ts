import fc from 'fast-check';
import { drawnOf, sampled } from '../../../domain/bookings/evidence-sample';
import { modifiedPapers } from '../../../domain/bookings/modified-papers.process';
import { LATE, stages, standingOf } from '../../../domain/bookings/modified-papers.standing';
import type { ModifiedPapers, PapersEvent, PapersFacts, PapersState } from '../../../domain/bookings/modified-papers.state';
import { transitions } from '../../../domain/bookings/modified-papers.transitions';
import { notGiven, notMarked } from '../../../domain/bookings/papers-marking';
import { recounted } from '../../../domain/calendar/recount';
import type { Decision } from '../../../domain/decision';
import { firstPolicy } from '../../../domain/policy';
import { endOfDate, isWorkingDay, workingDaysBetween, workingDaysLater } from '../../../domain/working-days';
import { later } from '../../support/cases';
import { identity, publishedCalendar, situation } from '../../support/situation';

const AT = '2026-12-01T10:00:00.000Z';
/** Five working days before Tuesday 5 January 2027: 25 and 28 December and 1 January are none. */
const DAY = '2027-01-05';
const DESPATCH_BY = '2026-12-25T00:00:00.000Z';
const { commands, news, onDue, opens, unheard, empty, transitions: table } = modifiedPapers;

const facts = (more: Partial<PapersFacts> = {}): PapersFacts => ({
  booking: { id: 'b1', since: AT, isGone: false, day: DAY },
  learner: { isGone: false, since: AT },
  needs: { version: 1, since: AT, isNeeded: true },
  ...{ processedAt: null, despatchedAt: null, evidence: null, wasRefused: false },
  ...more,
});
const about = (more: Partial<PapersFacts> = {}, at = AT) => situation({ at, facts: facts(more) });
/** Another day that is sat elsewhere, or in the same window. */
const to = (day: string, at = AT) => ({ booking: { id: 'b2', since: at, isGone: false, day } });
const due = (what: PapersEvent, at = AT) => ({ what, at });
const uploaded = (round: number, at = AT) => ({ evidence: { round, at } });

const sampledId = Array.from({ length: 1_000 }, (_, index) => `papers-${index}`).find((id) => drawnOf(id, 1) < 10)!;
const freeId = Array.from({ length: 1_000 }, (_, index) => `papers-${index}`).find((id) => drawnOf(id, 1) === 10)!;
const none = empty(identity({ kind: 'modified-papers', reference: 'M-1' }), sampledId);
const free = opens({ ...none, id: freeId }, about()).next;
const requested = opens(none, about()).next;
const processed = news.processed.decide(requested, null, about()).next;
const unshown = news.despatched.decide(processed, null, about()).next;
const despatched = news.ended.decide(unshown, null, about()).next;
const shown = news.evidenceGiven.decide(requested, null, about(uploaded(1))).next;
const cancelled = news.ended.decide(requested, null, about({ booking: { id: 'b1', since: AT, isGone: true, day: DAY } })).next;
const withheld = commands.refuse.decide(shown, {}, about()).next;
const missed = onDue(requested, due('dayOver'), about()).next;
const all: Record<PapersState, ModifiedPapers> = { none, requested, processed, unshown, despatched, cancelled, withheld, missed };
const open = (state: ModifiedPapers): ModifiedPapers => ({ ...state, evidence: 'toDecide' });
const changes: Record<keyof typeof transitions, (state: ModifiedPapers) => Decision<ModifiedPapers>> = {
  asked: (state) => opens(state, about()),
  needsChanged: (state) => news.needsChanged.decide(state, null, about({ needs: { version: 2, since: AT, isNeeded: true } })),
  moved: (state) => news.moved.decide(state, null, about({ ...to('2027-02-01'), processedAt: AT })),
  madeAnew: (state) => (state.state === 'requested' ? never() : news.moved.decide(state, null, about(to('2027-02-01')))),
  late: (state) => onDue(state, due('despatchLate'), about()),
  processed: (state) => news.processed.decide(state, null, about()),
  despatched: (state) => news.despatched.decide({ ...state, evidence: 'accepted' }, null, about()),
  despatchedUnshown: (state) => news.despatched.decide(open(state), null, about()),
  evidenceReminded: (state) => onDue(state, due('evidenceReminder'), about()),
  evidenceLate: (state) => onDue(state, due('evidenceLate'), about()),
  evidenceGiven: (state) => news.evidenceGiven.decide(state, null, about(uploaded(1))),
  evidenceAskedAgain: (state) => commands.askAgain.decide(open(state), {}, about()),
  evidenceAccepted: (state) => commands.accept.decide(open(state), {}, about()),
  evidenceRefused: (state) => (isToCome(state) ? never() : commands.refuse.decide(open(state), {}, about())),
  evidenceDropped: (state) => (isToCome(state) ? never() : news.ended.decide(state, null, about())),
  withheld: (state) => (isToCome(state) ? commands.refuse.decide(open(state), {}, about()) : never()),
  cancelled: (state) => {
    const gone = about({ learner: { isGone: true, since: AT } });
    if (state.state === 'none') return opens(state, gone);
    return isToCome(state) ? news.ended.decide(state, null, gone) : never();
  },
  missed: (state) => onDue(state, due('dayOver'), about()),
};
const isToCome = ({ state }: ModifiedPapers) => state === 'requested' || state === 'processed';
const never = (): never => {
  throw new Error('no such edge');
};
const codes = ({ refusals }: Decision<ModifiedPapers>) => refusals.map(({ code, rule }) => [code, rule]);
const mails = ({ mails: sent }: Decision<ModifiedPapers>) =>
  sent.map(({ template, to: receiver }) => [template, Object.entries(receiver)[0]]);

test('REG-15 every edge of the life of modified papers is as it is drawn; what is not there throws', () => {
  for (const [event, edges] of Object.entries(table))
    for (const [state, each] of Object.entries(all) as [PapersState, ModifiedPapers][]) {
      const change = () => changes[event as keyof typeof transitions](each);
      const next = (edges as Partial<Record<PapersState, PapersState>>)[state];
      if (!next) expect(change).toThrow();
      else expect([event, state, change().event, change().next.state]).toEqual([event, state, event, next]);
    }
});

test('REG-15 TIM-1 TIM-4 papers are despatched five working days before the day, to 24:00 London: a millisecond before nothing is late, then staff have a task that says so, and a mail', () => {
  expect(free.schedule).toEqual([
    { what: 'despatchLate', at: DESPATCH_BY, counted: { at: { from: '2027-01-05T00:00:00.000Z', workingDays: -5, through: true } } },
    { what: 'dayOver', at: '2027-01-06T00:00:00.000Z' },
  ]);
  expect(standingOf(free)).toMatchObject({ stage: 'To be processed', awaiting: 'staff', clock: 'ours', dueAt: DESPATCH_BY, ended: false });
  const late = onDue(free, free.schedule[0]!, about({}, DESPATCH_BY));
  expect(late.opens).toMatchObject([{ queue: 'caseOperator', task: 'lateModifiedPapers', dueAt: DESPATCH_BY }]);
  expect([late.closes, mails(late)]).toEqual([['processModifiedPapers'], [['modified-papers-late', ['queue', 'caseOperator']]]]);
  expect(standingOf(late.next)).toMatchObject({ stage: LATE, why: expect.stringContaining('which is late') });
  const over = onDue(late.next, late.next.schedule[0]!, about({}, '2027-01-06T00:00:00.000Z'));
  expect([over.next.state, over.closes.length, standingOf(over.next).ended]).toEqual(['missed', 5, true]);
});

test('REG-15 papers of a booking that is received when they ought to have left are late at once', () => {
  const { next } = opens({ ...none, id: freeId }, about({}, DESPATCH_BY));
  expect(next.schedule[0]).toEqual({ what: 'despatchLate', at: DESPATCH_BY });
  const justInTime = opens({ ...none, id: freeId }, about({}, later(DESPATCH_BY, -1)));
  expect(justInTime.next.schedule[0]).toMatchObject({ at: DESPATCH_BY, counted: expect.anything() });
});

test('TIM-1 CAL-1 a count back from a day is the count forward to it, and a holiday that is added within it moves the despatch to an earlier day', () => {
  const days = fc.record({ many: fc.integer({ min: 1, max: 40 }), ahead: fc.integer({ min: 0, max: 600 }) });
  fc.assert(
    fc.property(days, ({ many, ahead }) => {
      const day = new Date(Date.parse('2026-06-01') + ahead * 86_400_000).toISOString().slice(0, 10);
      const back = workingDaysLater(day, -many, publishedCalendar);
      expect(isWorkingDay(back, publishedCalendar)).toBe(true);
      expect(workingDaysBetween(back, day, publishedCalendar)).toBe(isWorkingDay(day, publishedCalendar) ? many : many - 1);
    }),
  );
  const calendar = { ...publishedCalendar, holidays: new Set([...publishedCalendar.holidays, '2026-12-30']) };
  const { value, moved } = recounted(free, calendar, ['2026-12-30'], AT);
  expect(moved).toEqual([{ what: 'despatchLate', from: DESPATCH_BY, to: '2026-12-24T00:00:00.000Z' }]);
  expect(value.schedule[0]!.at).toBe('2026-12-24T00:00:00.000Z');
  expect(recounted(free, calendar, ['2027-02-01'], AT).moved).toEqual([]);
});

test('REG-15 WHY-4 evidence is asked for by a sample that anybody counts anew: below the percentage of policy, of the identifier and the seed', () => {
  // Counted by another hand, in Python.
  expect([drawnOf('018f2c6e-0000-7000-8000-000000000001', 1), drawnOf('018f2c6e-0000-7000-8000-000000000001', 2)]).toEqual([29, 93]);
  const at = opens(none, about());
  expect(at.evidence).toMatchObject({
    sampleDrawn: `${drawnOf(sampledId, 1)}`,
    sampleBelow: '10',
    sampleSeed: '1',
    despatchBy: DESPATCH_BY,
  });
  expect([at.next.evidence, free.evidence]).toEqual(['awaited', 'notAsked']);
  expect(mails(at)).toEqual([['evidence-of-need-asked', ['evidence', sampledId]]]);
  const again = opens({ ...none, id: freeId }, about({ wasRefused: true }));
  expect([again.next.evidence, again.evidence['refusedBefore']]).toEqual(['awaited', 'yes']);
  const rule = (evidencePercent: number) => ({ evidencePercent, evidenceSeed: 7 });
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      expect([sampled(id, rule(0)).isSampled, sampled(id, rule(100)).isSampled]).toEqual([false, true]);
      expect(sampled(id, rule(30))).toEqual(sampled(id, rule(30)));
      if (sampled(id, rule(30)).isSampled) expect(sampled(id, rule(31)).isSampled).toBe(true);
    }),
  );
  const share = Array.from({ length: 20_000 }, (_, index) => `x${index}`).filter((id) => sampled(id, rule(10)).isSampled).length;
  expect([share > 1_800, share < 2_200]).toEqual([true, true]);
});

test('REG-15 WHY-1 evidence is due in ten working days, reminded of once at five, then staff look after it; the papers are not held up', () => {
  const [reminder, late] = requested.schedule.filter(({ what }) => what.startsWith('evidence'));
  expect([reminder!.at, late!.at]).toEqual(['2026-12-08T10:00:00.000Z', '2026-12-15T10:00:00.000Z']);
  const told = onDue(requested, requested.schedule[0]!, about({}, reminder!.at));
  expect(mails(told)).toEqual([['evidence-of-need-reminder', ['evidence', sampledId]]]);
  const over = onDue(told.next, told.next.schedule[0]!, about({}, late!.at));
  expect([over.next.evidence, over.opens.map(({ task }) => task), mails(over)]).toEqual([
    'late',
    ['chaseEvidenceOfNeed'],
    [['evidence-of-need-late', ['queue', 'caseOperator']]],
  ]);
  const { holds } = standingOf(requested);
  expect(holds.map(({ name, awaiting, dueAt }) => [name, awaiting, dueAt])).toEqual([
    ['evidence', 'centre', late!.at],
    ['papers', 'staff', DESPATCH_BY],
  ]);
  expect(standingOf(unshown)).toMatchObject({ stage: 'Despatched, evidence is open', awaiting: 'centre', ended: false });
  expect(standingOf(news.despatched.decide(news.processed.decide(free, null, about()).next, null, about()).next).ended).toBe(true);
});

test('REG-15 a refusal withholds papers that have not left, and only those; accepted or asked for again they go on; nobody decides what was not shown', () => {
  expect([withheld.state, withheld.evidence, standingOf(withheld).ended]).toEqual(['withheld', 'refused', true]);
  const left = commands.refuse.decide(open(unshown), {}, about());
  expect([left.next.state, left.next.evidence, standingOf(left.next).ended]).toEqual(['despatched', 'refused', true]);
  const again = commands.askAgain.decide(shown, {}, about({}, '2026-12-02T10:00:00.000Z'));
  expect(again.next.schedule.map(({ what, at }) => [what, at])).toContainEqual(['evidenceLate', '2026-12-16T10:00:00.000Z']);
  expect([again.next.evidence, mails(again)[0]![0], again.closes]).toEqual([
    'awaited',
    'evidence-of-need-asked-again',
    ['chaseEvidenceOfNeed', 'decideEvidenceOfNeed'],
  ]);
  expect(commands.accept.decide(shown, {}, about()).next.schedule.map(({ what }) => what)).toEqual(['despatchLate', 'dayOver']);
  for (const decide of [commands.accept.decide, commands.askAgain.decide, commands.refuse.decide])
    expect([codes(decide(requested, {}, about())), codes(decide({ ...requested, evidence: 'late' }, {}, about()))]).toEqual([
      [['notToDecide', 'REG-15']],
      [],
    ]);
});

test('BKG-5 REG-15 a moved booking takes its papers along: within the window those that are made stand, elsewhere they are made anew, and what is late is not any longer', () => {
  const late = onDue(free, free.schedule[0]!, about({}, DESPATCH_BY)).next;
  const at = '2026-12-29T10:00:00.000Z';
  const moved = news.moved.decide(late, null, about(to('2027-02-01', at), at));
  expect([moved.event, moved.next.isLate, moved.next.day, moved.next.booking]).toEqual(['moved', false, '2027-02-01', 'b2']);
  expect([moved.opens.map(({ task }) => task), moved.closes]).toEqual([
    ['processModifiedPapers'],
    ['despatchModifiedPapers', 'lateModifiedPapers'],
  ]);
  const elsewhere = news.moved.decide(processed, null, about(to('2027-02-01')));
  expect([elsewhere.event, elsewhere.next.state]).toEqual(['madeAnew', 'requested']);
  const within = news.moved.decide(processed, null, about({ ...to('2027-02-01'), processedAt: AT }));
  expect([within.event, within.next.state, within.opens.map(({ task }) => task)]).toEqual([
    'moved',
    'processed',
    ['despatchModifiedPapers'],
  ]);
});

test('REG-15 what the rows show is heard in the order in which it happened, and a moment that comes first goes first', () => {
  const at = (minutes: number) => later(AT, minutes * 60_000);
  const shows = facts({
    booking: { id: 'b2', since: at(3), isGone: true, day: DAY },
    needs: { version: 2, since: at(1), isNeeded: true },
    processedAt: at(2),
  });
  expect(unheard(free, shows)).toMatchObject({ news: 'needsChanged', at: at(1) });
  expect(unheard({ ...free, needs: 2 }, shows)).toMatchObject({ news: 'processed', at: at(2) });
  expect(unheard({ ...free, needs: 2, state: 'processed' }, shows)).toMatchObject({ news: 'ended', at: at(3) });
  expect(unheard({ ...free, schedule: [due('despatchLate', at(1))] }, shows)).toBeNull();
  expect([unheard(free, facts()), unheard(cancelled, shows)]).toEqual([null, null]);
  expect(unheard(free, facts({ needs: { version: 2, since: at(1), isNeeded: false } }))).toMatchObject({ news: 'ended' });
  expect(unheard(processed, facts({ needs: { version: 2, since: at(1), isNeeded: false } }))).toBeNull();
});

test('REG-15 papers are said to be made once and to have left once, until the day is over; evidence is uploaded once each time that it is asked for', () => {
  const row = { state: 'requested' as const, day: DAY, processedAt: null, despatchedAt: null };
  const said = (more: object, mark: 'process' | 'despatch', at = AT) => notMarked({ ...row, ...more }, mark, at, '')?.code ?? null;
  expect([said({}, 'process'), said({}, 'despatch'), said({ processedAt: AT }, 'despatch')]).toEqual([null, 'notProcessed', null]);
  expect([said({ processedAt: AT }, 'process'), said({ processedAt: AT, despatchedAt: AT }, 'despatch')]).toEqual([
    'processedAlready',
    'despatchedAlready',
  ]);
  for (const state of ['none', 'cancelled', 'withheld', 'missed']) expect(said({ state }, 'process')).toBe('papersState');
  expect([said({}, 'process', later(endOfDate(DAY), -1)), said({}, 'process', endOfDate(DAY))]).toEqual([null, 'dayOver']);
  const asked = { isAwaited: true, askedAt: AT };
  expect([notGiven({ ...asked, lastAt: null }), notGiven({ ...asked, lastAt: AT })]).toEqual([null, null]);
  expect([notGiven({ ...asked, lastAt: later(AT, 1) })?.code, notGiven({ ...asked, isAwaited: false, lastAt: null })?.code]).toEqual([
    'notAwaited',
    'notAwaited',
  ]);
});

test('WHY-1 papers say in every state on whom they wait, since when and what ends it, or how they ended', () => {
  for (const [state, papers] of Object.entries(all))
    expect([state, standingOf(papers).stage]).toEqual([state, stages[state as PapersState]]);
  expect(standingOf(cancelled).why).toContain('the booking was cancelled');
  expect(standingOf(shown).holds.find(({ name }) => name === 'evidence')).toMatchObject({ awaiting: 'staff', clock: 'ours' });
  expect(firstPolicy.modifiedPapers).toMatchObject({ despatchWorkingDays: 5, evidencePercent: 10 });
});
