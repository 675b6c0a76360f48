import { stages, standingOf } from '../../../domain/qualifications/qualification.standing';
import { notGivenMore } from '../../../domain/qualifications/qualification.decide';
import { qualification } from '../../../domain/qualifications/qualification.process';
import type {
  GivenFact,
  Outcome,
  Qualification,
  QualificationFacts,
  QualificationState,
} from '../../../domain/qualifications/qualification.state';
import { transitions } from '../../../domain/qualifications/qualification.transitions';
import type { Decision } from '../../../domain/decision';
import { identity, situation } from '../../support/situation';
import { later } from '../../support/cases';
import { datesOf } from '../../support/decisions';

const AT = '2026-12-22T10:00:00.000Z';
const DUE = '2026-12-31T10:00:00.000Z';
const { commands, news, onDue, opens, unheard, empty } = qualification;

const given = (more: Partial<GivenFact> = {}): GivenFact => ({
  ...{ id: 'g', round: 1, source: 'document', isLookedUp: false, givenBy: 'filler', at: AT, result: null },
  ...more,
});
const facts = (more: Partial<GivenFact> = {}): QualificationFacts => ({
  ...{ person: 'p', account: 'ada', told: 'filler', kinds: ['nvq3'], given: given(more) },
});
const about = (more: Partial<GivenFact> = {}, at = AT, by: string | null = null) => situation({ at, by, facts: facts(more) });
const details = { source: 'details' as const, isLookedUp: true };
const result = (outcome: Outcome, at = AT) => ({ result: { outcome, at } });

const none = empty(identity({ kind: 'qualification', reference: 'Q-1' }), 'q');
const reading = opens(none, about()).next;
const needsDetails = news.examined.decide(reading, null, about(result('notMatched'))).next;
const checking = opens(none, about(details)).next;
const awaitingDecision = commands.refer.decide(needsDetails, {}, about()).next;
const moreAsked = commands.askForMore.decide(awaitingDecision, {}, about({}, AT, 'operator')).next;
const verified = news.examined.decide(reading, null, about(result('matched'))).next;
const accepted = commands.accept.decide(awaitingDecision, { kind: 'nvq3' }, about({}, AT, 'operator')).next;
const refused = commands.refuse.decide(awaitingDecision, {}, about({}, AT, 'operator')).next;
const contested = commands.contest.decide(refused, {}, about({}, AT, 'ada')).next;
const dismissed = commands.refuse.decide(contested, {}, about({}, AT, 'second')).next;
const all: Record<QualificationState, Qualification> = {
  ...{ none, reading, needsDetails, checking, awaitingDecision, moreAsked, verified, accepted, refused, contested, dismissed },
};
const changes: Record<keyof typeof transitions, (state: Qualification) => Decision<Qualification>> = {
  documentGiven: (state) => news.given.decide(state, null, about({ round: 2 })),
  detailsGiven: (state) => news.given.decide(state, null, about({ ...details, round: 2 })),
  detailsToDecide: (state) => news.given.decide(state, null, about({ source: 'details', round: 2 })),
  readingLate: (state) => onDue(state, { what: 'readingLate', at: AT }, about()),
  notMatched: (state) => (state.state === 'reading' ? news.examined.decide(state, null, about(result('notMatched'))) : refusal(state)),
  notConfirmed: (state) => (state.state === 'checking' ? news.examined.decide(state, null, about(result('notFound'))) : refusal(state)),
  unanswered: (state) => onDue(state, { what: 'lookUpOver', at: AT }, about()),
  verified: (state) => news.examined.decide(state, null, about(result('confirmed'))),
  referred: (state) => commands.refer.decide(state, {}, about()),
  late: (state) => onDue(state, { what: 'decisionLate', at: AT }, about()),
  moreAsked: (state) => commands.askForMore.decide(state, {}, about({}, AT, 'operator')),
  accepted: (state) => commands.accept.decide(state, { kind: 'nvq3' }, about({}, AT, 'second')),
  refused: (state) => (state.state === 'contested' ? refusal(state) : commands.refuse.decide(state, {}, about({}, AT, 'second'))),
  contested: (state) => commands.contest.decide(state, {}, about({}, AT, 'ada')),
  dismissed: (state) => (state.state === 'contested' ? commands.refuse.decide(state, {}, about({}, AT, 'second')) : refusal(state)),
};
const refusal = (state: Qualification) => commands.refer.decide({ ...state, state: 'verified' }, {}, about());
const codes = ({ refusals }: Decision<Qualification>) => refusals.map(({ code, rule }) => [code, rule]);

test('QUA-1 AUT-1 every edge of a qualification’s life is as it is drawn; what is not there is refused or throws', () => {
  for (const [event, edges] of Object.entries(transitions))
    for (const [state, each] of Object.entries(all) as [QualificationState, Qualification][]) {
      const change = () => changes[event as keyof typeof transitions](each);
      const to = (edges as Partial<Record<QualificationState, QualificationState>>)[state];
      if (to) expect([event, state, change().next.state]).toEqual([event, state, to]);
      else
        expect(() => {
          const { refusals } = change();
          if (refusals.length > 0) throw new Error('refused');
        }).toThrow();
    }
});

test('QUA-1 TIM-1 scenario 4: a document of 22 December that is left to a case operator is due on 31 December; then operators are told', () => {
  const referred = commands.refer.decide(needsDetails, {}, about());
  expect(datesOf(referred.opens)).toEqual([{ queue: 'caseOperator', task: 'decideQualification', dueAt: DUE }]);
  expect(standingOf(referred.next)).toMatchObject({ stage: 'Awaiting a decision', awaiting: 'staff', clock: 'ours', dueAt: DUE });
  const late = onDue(referred.next, referred.next.schedule[0]!, about({}, DUE));
  expect([late.next.state, late.mails]).toEqual([
    'awaitingDecision',
    [{ template: 'qualification-late', to: { queue: 'caseOperator' }, facts: { reference: 'Q-1', since: '22 Dec 2026 10:00' } }],
  ]);
});

test('QUA-1 what matches is verified by itself and whoever gave it is told; what does not asks for the details, 5 working days long, then a person decides', () => {
  expect(news.examined.decide(reading, null, about(result('matched')))).toMatchObject({
    event: 'verified',
    mails: [{ template: 'qualification-decided', to: { user: 'filler' }, facts: { reference: 'Q-1', outcome: 'verified' } }],
    closes: ['decideQualification'],
  });
  for (const outcome of ['notMatched', 'unreadable', 'taken'] as const) {
    const asked = news.examined.decide(reading, null, about(result(outcome)));
    expect([asked.next.state, asked.next.finding, asked.mails.map(({ template }) => template)]).toEqual([
      ...['needsDetails', outcome, ['qualification-details-asked']],
    ]);
    expect(datesOf(asked.next.schedule)).toEqual([{ what: 'detailsOver', at: DUE }]);
    expect(onDue(asked.next, asked.next.schedule[0]!, about({}, DUE)).next.state).toBe('awaitingDecision');
  }
  expect(news.failed.decide(reading, 'read/1', about()).next.finding).toBe('unreadable');
  // Of an earlier round's document nobody waits any more.
  expect(codes(news.failed.decide({ ...reading, round: 2 }, 'read/1', about()))).toEqual([['notAwaited', 'QUA-1']]);
});

test('QUA-1 details go to the awarding body; what it does not confirm, or not within 4 hours, is a case operator’s, and so is what cannot be asked', () => {
  expect(checking.schedule).toEqual([{ what: 'lookUpOver', at: '2026-12-22T14:00:00.000Z' }]);
  expect(standingOf(checking)).toMatchObject({ awaiting: 'awardingBody', clock: 'thirdParty' });
  for (const outcome of ['notFound', 'differs', 'taken'] as const) {
    const { next, opens: opened } = news.examined.decide(checking, null, about({ ...details, ...result(outcome) }));
    expect([next.state, next.finding, opened.map(({ dueAt }) => dueAt)]).toEqual(['awaitingDecision', outcome, [DUE]]);
  }
  const over = onDue(checking, checking.schedule[0]!, about(details)).next;
  expect([over.state, over.finding, news.failed.decide(checking, 'check/1', about(details)).next.finding]).toEqual([
    ...['awaitingDecision', 'unanswered', 'unanswered'],
  ]);
  expect(opens(none, about({ source: 'details' })).next).toMatchObject({ state: 'awaitingDecision', finding: 'notAsked' });
  // It answers after all: what nobody has decided yet is verified, what it does not know stays a person's.
  expect(unheard(over, facts({ ...details, ...result('confirmed', '2026-12-31T14:00:00.000Z') }))).toBeNull();
  expect(unheard(over, facts({ ...details, ...result('confirmed', '2026-12-23T10:00:00.000Z') }))?.news).toBe('examined');
  expect(unheard(over, facts({ ...details, ...result('notFound', '2026-12-23T10:00:00.000Z') }))).toBeNull();
});

test('QUA-1 the case hears of what was given and of what came of it, once; a moment of its own that comes first goes first', () => {
  expect(unheard(needsDetails, facts({ round: 2, id: 'h', at: '2026-12-23T10:00:00.000Z' }))).toMatchObject({ news: 'given', key: 'h' });
  expect([unheard(reading, facts()), unheard(verified, facts(result('matched')))]).toEqual([null, null]);
  expect(unheard(reading, facts(result('matched', '2026-12-22T10:29:59.999Z')))).toMatchObject({ news: 'examined' });
  expect(unheard(reading, facts(result('matched', '2026-12-22T10:30:00.000Z')))).toBeNull();
  const late = onDue(reading, reading.schedule[0]!, about());
  expect(late.mails.map(({ template, to }) => [template, to])).toEqual([['document-late', { queue: 'administrator' }]]);
  expect(unheard(late.next, facts(result('matched', '2026-12-22T10:30:00.000Z')))).toMatchObject({ news: 'examined' });
});

test('QUA-1 more may be given where it is asked for alone, once each time; whoever decides is told what is not awaited', () => {
  const open = (lastGiven: number) =>
    Object.values(all).flatMap((each) => (notGivenMore(each, later(each.stateSince, lastGiven)) ? [] : [each.state]));
  expect([open(0), open(1)]).toEqual([['needsDetails', 'moreAsked'], []]);
  expect(moreAsked.round).toBe(1);
  expect(codes(commands.accept.decide(awaitingDecision, { kind: 'other' }, about({}, AT, 'operator')))).toEqual([['kind', 'QUA-1']]);
  expect(codes(commands.accept.decide(verified, { kind: 'nvq3' }, about({}, AT, 'operator')))).toEqual([['notAwaited', 'QUA-1']]);
  expect(codes(news.failed.decide(verified, 'read/1', about()))).toEqual([['notAwaited', 'QUA-1']]);
});

test('AUT-1 TIM-1 the person alone contests what was not matched, or a refusal; another than who refused decides anew within 10 working days, once', () => {
  expect(codes(commands.contest.decide(refused, {}, about({}, AT, 'filler')))).toEqual([['notYours', 'AUT-1']]);
  expect(codes(commands.contest.decide(refused, {}, situation({ at: AT, by: 'x', facts: { ...facts(), account: null } })))).toEqual([
    ['notYours', 'AUT-1'],
  ]);
  const dueAt = '2027-01-08T10:00:00.000Z';
  for (const from of [refused, needsDetails])
    expect(datesOf(commands.contest.decide(from, {}, about({}, AT, 'ada')).opens)).toEqual([
      { queue: 'caseOperator', task: 'decideQualification', dueAt },
    ]);
  for (const decide of [
    commands.refuse.decide(contested, {}, about({}, AT, 'operator')),
    commands.accept.decide(contested, { kind: 'nvq3' }, about({}, AT, 'operator')),
  ])
    expect(codes(decide)).toEqual([['fourEyes', 'AUT-1']]);
  expect(commands.accept.decide(contested, { kind: 'nvq3' }, about({}, AT, 'second')).next.state).toBe('accepted');
  expect(codes(commands.contest.decide(dismissed, {}, about({}, AT, 'ada')))).toEqual([['notContestable', 'AUT-1']]);
});

test('WHY-1 WHY-2 every state says on whom it waits and what ends it', () => {
  const told = Object.values(all).map((each) => [each.state, standingOf(each)] as const);
  expect(told.map(([state, { awaiting, ended }]) => [state, ended ? 'ended' : awaiting])).toEqual([
    ['none', 'ended'],
    ['reading', 'nobody'],
    ['needsDetails', 'employer'],
    ['checking', 'awardingBody'],
    ['awaitingDecision', 'staff'],
    ['moreAsked', 'employer'],
    ['verified', 'ended'],
    ['accepted', 'ended'],
    ['refused', 'operative'],
    ['contested', 'staff'],
    ['dismissed', 'ended'],
  ]);
  for (const [state, { stage, why, ended }] of told) {
    expect(stage).toBe(stages[state]);
    if (!ended) expect(why).toMatch(/since|may contest/);
  }
  expect(qualification.ended(verified)).toMatchObject({ code: 'ended', detail: 'This qualification is verified' });
  expect(qualification.summary(checking, checking.schedule[0]!)).toContain('Q-1');
  expect([qualification.awaitsWork(reading), qualification.awaitsWork(checking), qualification.awaitsWork(verified)]).toEqual([
    ...['read/1', 'check/1', null],
  ]);
});
