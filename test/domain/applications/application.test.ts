import { application } from '../../../domain/applications/application.process';
import type { Application } from '../../../domain/applications/application.state';
import type { ApplicationFacts } from '../../../domain/applications/application.facts';
import type { Form } from '../../../domain/applications/requirements';
import { AGREED, factsAt, filledIn, finalisedAt, openOrder, paidAt, passAt, runTo } from '../../support/applications';
import { effectsOf } from '../../support/decisions';
import { identity, situation } from '../../support/situation';

const { commands, standing, ended } = application;
const AT = '2026-11-25T10:00:00.000Z';
const none = application.empty(identity({ kind: 'application', reference: 'A-0001' }), 'a');
const finalise = (facts: Partial<ApplicationFacts> = {}, told = AGREED, from: Application = none) =>
  commands.finalise.decide(from, told, situation({ at: AT, by: 'filler', facts: factsAt(AT, facts) }));
const about = (facts: Partial<ApplicationFacts> = {}, at = AT) => situation({ at, by: 'filler', facts: factsAt(at, facts) });
const codes = ({ refusals }: { refusals: { code: string }[] }) => refusals.map(({ code }) => code);
const empty: Form = { ...filledIn, hasPhone: false, hseChoice: null, needs: null };
const at = (state: Application['state']): Application => ({ ...none, state });

test('APP-3 all that is missing is told at once, with the declaration that is not ticked and what to do about each', () => {
  const refused = finalise({ form: { ...empty, needs: ['hse'] } }, { terms: null, understandsHsePending: false });
  expect(codes(refused)).toEqual(['missing.contact', 'missing.hse', 'terms']);
  expect(refused.next).toBe(none);
  expect(codes(finalise({ form: empty }))).toEqual(['missing.contact', 'missing.occupation']);
  for (const { rule, remedy, detail } of refused.refusals)
    expect([rule, remedy.length > 5, detail.length > 5]).toEqual(['APP-3', true, true]);
});

test('APP-3 an earlier version of the terms is not agreed to', () => {
  expect(codes(finalise({}, { ...AGREED, terms: '2020-01-01' }))).toEqual(['terms']);
});

test('HSE-2 with the assessment to come its guidance has to be understood; with a pass or an exemption there is nothing to understand', () => {
  const silent = { ...AGREED, understandsHsePending: false };
  expect(finalise({}, silent).refusals).toEqual([
    {
      code: 'hsePending',
      rule: 'HSE-2',
      place: '/understandsHsePending',
      detail: 'The assessment follows later, which has to be understood',
      remedy: 'Read the guidance, and say that it is understood: the application is held until a pass is recorded.',
    },
  ]);
  expect(codes(finalise({ hse: [passAt('2026-11-01T09:00:00.000Z')] }, silent))).toEqual([]);
  expect(codes(finalise({ exemptedAt: '2026-11-01T09:00:00.000Z', form: { ...filledIn, hseChoice: null } }, silent))).toEqual([]);
});

test('APP-4 finalised, it awaits ordering; whoever finalised it and the version of the terms are kept', () => {
  const decision = finalise();
  expect(effectsOf(decision)).toEqual({ state: 'finalised', event: 'finalised' });
  expect(decision.next).toMatchObject({ finalisedBy: 'filler', terms: '2026-11-01', stateSince: AT, missing: [] });
  expect(codes(finalise({}, AGREED, decision.next))).toEqual(['finalised']);
});

test('APP-10 an abandoned draft cannot be finalised', () => {
  expect(codes(finalise({ rowState: 'abandoned' }))).toEqual(['ended']);
});

test('APP-4 put on an order it is on an order, taken off it awaits ordering again, put on another it is on that one', () => {
  const ordered = runTo(finalisedAt('2026-11-20T10:00:00.000Z'), AT, (asOf) => factsAt(asOf, { order: openOrder })).application;
  expect([ordered.state, ordered.line, ordered.stateSince]).toEqual(['ordered', 'line', openOrder.addedAt]);
  const off = runTo(ordered, AT, factsAt).application;
  expect([off.state, off.line, off.stateSince]).toEqual(['finalised', null, AT]);
  const other = { ...openOrder, line: 'other line', addedAt: AT };
  const moved = runTo(ordered, AT, (asOf) => factsAt(asOf, { order: other }));
  expect([moved.application.line, moved.decisions.map(({ event }) => event)]).toEqual(['other line', ['takenOff', 'ordered']]);
});

test('APP-4 un-finalised it awaits the employer without a limit, is off its open order, and is ready or not by what is edited', () => {
  const ordered = runTo(finalisedAt('2026-11-20T10:00:00.000Z'), AT, (asOf) => factsAt(asOf, { order: openOrder })).application;
  const back = commands.unfinalise.decide(ordered, {}, about({ order: openOrder })).next;
  expect([back.state, back.line, standing(back).awaiting, standing(back).dueAt, back.schedule]).toEqual([
    'readyToFinalise',
    null,
    'employer',
    null,
    [],
  ]);
  const short = runTo(back, '2026-11-26T10:00:00.000Z', (asOf) => factsAt(asOf, { form: { ...filledIn, hasPhone: false } })).application;
  expect([short.state, short.missing, standing(short).why]).toEqual([
    'beingCompleted',
    ['contact'],
    expect.stringContaining('contact is missing'),
  ]);
  const ready = runTo(short, '2026-11-27T10:00:00.000Z', factsAt).application;
  expect([ready.state, ready.missing]).toEqual(['readyToFinalise', []]);
  expect(finalise({}, AGREED, ready).next.state).toBe('finalised');
});

test('APP-4 APP-10 on a closed order it is neither un-finalised nor abandoned; on an open one it is', () => {
  const ordered = runTo(finalisedAt('2026-11-20T10:00:00.000Z'), AT, (asOf) => factsAt(asOf, { order: openOrder })).application;
  for (const command of ['unfinalise', 'abandon'] as const) {
    for (const state of ['closed', 'paid'] as const)
      expect(codes(commands[command].decide(ordered, {}, about({ order: { ...openOrder, state } })))).toEqual(['orderClosed']);
    expect(codes(commands[command].decide(ordered, {}, about({ order: openOrder })))).toEqual([]);
  }
});

test('APP-10 abandoned, whoever finalised it is told, and no command is taken any more', () => {
  const decision = commands.abandon.decide(finalisedAt('2026-11-20T10:00:00.000Z'), {}, about());
  expect(effectsOf(decision)).toEqual({
    state: 'abandoned',
    event: 'abandoned',
    mails: [{ template: 'application-abandoned', to: { user: 'filler' }, facts: { reference: 'A-0001' } }],
  });
  expect(standing(decision.next).ended).toBe(true);
  expect(codes(commands.abandon.decide(decision.next, {}, about()))).toEqual(['ended']);
  expect(ended(decision.next).detail).toBe('This application is abandoned');
});

test('APP-10 what is paid for is neither abandoned nor un-finalised', () => {
  const { application: paid } = paidAt(AT);
  expect(codes(commands.abandon.decide(paid, {}, about()))).toEqual(['paid']);
  expect(codes(commands.unfinalise.decide(paid, {}, about()))).toEqual(['notFinalised']);
  expect(codes(commands.unfinalise.decide(at('readyToFinalise'), {}, about()))).toEqual(['notFinalised']);
});

test('APP-9 paid with every requirement verified it is approved by itself, and completed when the printer accepts its card', () => {
  const pass = passAt('2026-11-01T09:00:00.000Z');
  const { application: approved, decisions, factsOf } = paidAt(AT, () => ({ hse: [pass] }));
  expect(decisions.map(({ event }) => event)).toEqual(['paid', 'approved']);
  expect([approved.state, approved.paidAt, approved.holds, standing(approved).awaiting, standing(approved).clock]).toEqual([
    'beingProduced',
    AT,
    [],
    'printer',
    'thirdParty',
  ]);
  const acceptedAt = '2026-11-27T10:00:00.000Z';
  const done = runTo(approved, acceptedAt, (asOf) => ({ ...factsOf(asOf), acceptedAt: asOf < acceptedAt ? null : acceptedAt }));
  expect(effectsOf(done.decisions[0]!)).toEqual({
    state: 'completed',
    event: 'completed',
    mails: [{ template: 'application-completed', to: { user: 'filler' }, facts: { reference: 'A-0001' } }],
  });
  expect(done.application.stateSince).toBe(acceptedAt);
});

test('APP-9 what no rule verifies is a case operator’s: being produced for the employer, due in 5 working days; then operators are told', () => {
  const pass = passAt('2026-11-01T09:00:00.000Z');
  const {
    application: held,
    decisions,
    factsOf,
  } = paidAt(AT, () => ({ hse: [pass], form: { ...filledIn, needs: ['hse', 'experience'] } }));
  const dueAt = '2026-12-02T10:00:00.000Z';
  expect(effectsOf(decisions.at(-1)!)).toEqual({
    state: 'beingProduced',
    event: 'processing',
    opens: [{ queue: 'caseOperator', task: 'processApplication', dueAt }],
  });
  expect(standing(held)).toMatchObject({ stage: 'Being produced', awaiting: 'staff', clock: 'ours', dueAt });
  const late = runTo(held, dueAt, factsOf);
  expect(late.decisions.map(({ event, mails }) => [event, mails.map(({ template }) => template)])).toEqual([
    ['reminded', ['application-processing-late']],
  ]);
  const approved = commands.approve.decide(late.application, {}, about({}, '2026-12-03T10:00:00.000Z'));
  expect(effectsOf(approved)).toEqual({ state: 'beingProduced', event: 'approved', closes: ['processApplication'] });
  expect(approved.next.holds).toEqual([]);
  expect(effectsOf(commands.reject.decide(held, {}, about()))).toEqual({
    state: 'rejected',
    event: 'rejected',
    mails: [{ template: 'application-rejected', to: { user: 'filler' }, facts: { reference: 'A-0001' } }],
    closes: ['processApplication'],
  });
  expect(codes(commands.approve.decide(approved.next, {}, about()))).toEqual(['notAwaited']);
  expect(codes(commands.reject.decide(approved.next, {}, about()))).toEqual(['notAwaited']);
});
