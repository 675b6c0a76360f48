import fc from 'fast-check';
import { checkedOn } from '../../../domain/applications/application.decide';
import { application } from '../../../domain/applications/application.process';
import type { Application } from '../../../domain/applications/application.state';
import type { ApplicationFacts, OrderFact } from '../../../domain/applications/application.facts';
import { endorsementNeeded } from '../../../domain/applications/endorsement';
import type { Form } from '../../../domain/applications/requirements';
import { factsAt, filledIn, finalisedAt, openOrder, runTo } from '../../support/applications';
import { datesOf, effectsOf } from '../../support/decisions';
import { situation } from '../../support/situation';

const { commands, standing } = application;
const ASKED = '2026-12-24T10:00:00.000Z';
const REMINDED = '2026-12-31T10:00:00.000Z';
const ESCALATED = '2027-01-12T10:00:00.000Z';
const supervisor: Form = { ...filledIn, needs: ['hse', 'endorsement'] };
const regraded: Form = { ...filledIn, isRegraded: true };
const closedOrder: OrderFact = { ...openOrder, addedAt: '2026-12-24T11:00:00.000Z', state: 'closed' };
const about = (at: string, facts: Partial<ApplicationFacts> = {}, by = 'endorser') => situation({ at, by, facts: factsAt(at, facts) });
const asked = (form = supervisor) => finalisedAt(ASKED, { form });
const codes = ({ refusals }: { refusals: { code: string }[] }) => refusals.map(({ code }) => code);
const before = (at: string) => new Date(Date.parse(at) - 1).toISOString();
/** On a closed order from an hour after it was finalised, paid at an instant. */
const placed = (paidAt: string | null) => (asOf: string) => {
  const isPaid = paidAt !== null && asOf >= paidAt;
  const order = { ...closedOrder, ...(isPaid ? { state: 'paid' as const, paidAt } : {}) };
  return factsAt(asOf, { form: supervisor, ...(asOf < closedOrder.addedAt ? {} : { order }) });
};

test('APP-6 APP-9 a status that the grade gives is endorsed as such, another grade than the card’s as a change in grading, and nothing else', () => {
  expect([
    endorsementNeeded({ ...filledIn, needs: ['hse', 'endorsement'], isRegraded: true }),
    endorsementNeeded({ ...filledIn, isRegraded: true }),
    endorsementNeeded(filledIn),
    endorsementNeeded({ ...filledIn, needs: null, isRegraded: true }),
    endorsementNeeded({ ...filledIn, needs: ['hse', 'endorsement'], isRegraded: true, purpose: 'replacement' }),
  ]).toEqual(['qualifiedSupervisor', 'grading', null, null, null]);
});

test('APP-6 APP-4 the requirement may be finalised so; asked for it awaits the employer since then, endorsed it is verified', () => {
  const of = (form: Form) => checkedOn(factsAt(ASKED, { form }), '2026-12-24').find(({ kind }) => kind === 'endorsement');
  expect(of(filledIn)).toBeUndefined();
  expect(of(regraded)).toMatchObject({ mark: 'To be endorsed', isMet: true, isVerified: false, awaiting: 'employer' });
  expect(of({ ...supervisor, endorsementAskedAt: ASKED })).toMatchObject({ mark: 'Awaiting endorsement', isVerified: false, since: ASKED });
  expect(of({ ...supervisor, endorsedAt: ASKED })).toMatchObject({
    mark: 'Endorsed',
    isVerified: true,
    validFrom: '2026-12-24',
    awaiting: null,
  });
});

test('APP-6 finalised, those who have the right for it are asked, and it awaits ordering beside it', () => {
  const facts = { reference: 'A-0001', endorsement: 'endorsement of the qualified supervisor status', since: '24 Dec 2026 10:00' };
  const decision = commands.finalise.decide(
    { ...asked(), state: 'readyToFinalise', holds: [], schedule: [] },
    { terms: '2026-11-01', understandsHsePending: true },
    about(ASKED, { form: supervisor }),
  );
  expect(effectsOf(decision)).toEqual({
    state: 'finalised',
    event: 'finalised',
    mails: ['endorser', 'other endorser'].map((user) => ({ template: 'endorsement-asked', to: { user }, facts })),
  });
  expect(asked(regraded).holds).toMatchObject([{ needs: 'grading', askedOf: ['endorser'] }]);
  const { stage, holds } = standing(asked());
  expect([stage, holds.map(({ name, awaiting }) => [name, awaiting])]).toEqual([
    'Finalised, awaiting ordering',
    [
      ['endorsement', 'employer'],
      ['finalised', 'employer'],
    ],
  ]);
});

test('APP-6 TIM-1 scenario 4: asked on Thursday 24 December, reminded on the 31st, escalated to a case operator on 12 January, neither a millisecond sooner', () => {
  const facts = (asOf: string) => factsAt(asOf, { form: supervisor });
  const until = (to: string) => runTo(asked(), to, facts).decisions;
  expect([until(before(REMINDED)).length, until(before(ESCALATED)).length]).toEqual([0, 1]);
  const [reminded, escalated] = until(ESCALATED);
  const told = { reference: 'A-0001', endorsement: 'endorsement of the qualified supervisor status', since: '24 Dec 2026 10:00' };
  expect(effectsOf(reminded!)).toEqual({
    state: 'finalised',
    event: 'reminded',
    mails: ['endorser', 'other endorser'].map((user) => ({ template: 'endorsement-reminder', to: { user }, facts: told })),
  });
  expect(effectsOf(escalated!)).toEqual({
    state: 'finalised',
    event: 'escalated',
    mails: [{ template: 'endorsement-escalated', to: { user: 'filler' }, facts: told }],
    opens: [{ queue: 'caseOperator', task: 'decideEndorsement', dueAt: '2027-01-19T10:00:00.000Z' }],
  });
  expect(standing(escalated!.next)).toMatchObject({ awaiting: 'staff', clock: 'ours', dueAt: '2027-01-19T10:00:00.000Z' });
});

test('APP-6 it stops neither ordering nor paying; paid and not endorsed it is on hold for it, endorsed it is held for nothing of it', () => {
  const paid = '2026-12-28T10:00:00.000Z';
  const held = runTo(asked(), paid, placed(paid)).application;
  expect([held.state, held.holds.map(({ kind }) => kind)]).toEqual(['onHold', ['endorsement', 'hse']]);
  const released = commands.endorse.decide(held, {}, about('2026-12-29T10:00:00.000Z'));
  expect([released.event, released.evidence, released.closes]).toEqual(['released', { endorsedBy: 'endorser' }, ['decideEndorsement']]);
  expect([released.next.holds.map(({ kind }) => kind), released.next.endorsedAt]).toEqual([['hse'], '2026-12-29T10:00:00.000Z']);
  expect(released.next.schedule.map(({ what }) => what)).not.toContain('escalateEndorsement');
  const first = commands.endorse.decide(asked(), {}, about('2026-12-24T10:30:00.000Z')).next;
  expect([first.state, first.holds, first.schedule]).toEqual(['finalised', [], []]);
  const then = runTo(first, paid, (asOf) => ({ ...placed(paid)(asOf), form: { ...supervisor, endorsedAt: '2026-12-24T10:30:00.000Z' } }));
  expect(then.application.holds.map(({ kind }) => kind)).toEqual(['hse']);
  expect(codes(commands.endorse.decide(first, {}, about(paid)))).toEqual(['notAwaited']);
});

test('APP-6 APP-10 refused before a closed order it goes back to being edited, off its open order; on a closed one a case operator decides', () => {
  const at = '2026-12-28T10:00:00.000Z';
  const open = { ...closedOrder, state: 'open' as const };
  const ordered = runTo(asked(), at, (asOf) => factsAt(asOf, { form: supervisor, order: asOf < open.addedAt ? null : open })).application;
  const mails = [{ template: 'endorsement-refused', to: { user: 'filler' }, facts: { reference: 'A-0001' } }];
  const back = commands.refuseEndorsement.decide(ordered, {}, about(at, { order: open, form: supervisor }));
  expect(effectsOf(back)).toEqual({ state: 'readyToFinalise', event: 'sentBack', mails, closes: ['decideEndorsement'] });
  expect(back.next).toMatchObject({ line: null, holds: [], schedule: [] });
  const closed = commands.refuseEndorsement.decide(ordered, {}, about(at, { order: closedOrder, form: supervisor }));
  expect(effectsOf(closed)).toEqual({
    state: 'ordered',
    event: 'endorsementRefused',
    mails,
    opens: [{ queue: 'caseOperator', task: 'decideEndorsement', dueAt: '2027-01-19T10:00:00.000Z' }],
  });
  expect(codes(commands.reject.decide(closed.next, {}, about(at)))).toEqual(['notAwaited']);
  const paid = runTo(closed.next, '2026-12-29T10:00:00.000Z', placed('2026-12-29T10:00:00.000Z')).application;
  expect(paid.state).toBe('onHold');
  expect(commands.reject.decide(paid, {}, about('2026-12-30T10:00:00.000Z')).next.state).toBe('rejected');
  const waived = commands.waiveEndorsement.decide(paid, {}, about('2026-12-30T10:00:00.000Z', {}, 'operator'));
  expect([waived.next.holds.map(({ kind }) => kind), waived.evidence]).toEqual([['hse'], { waivedBy: 'operator' }]);
  expect(codes(commands.refuseEndorsement.decide(paid, {}, about(at)))).toEqual(['notAwaited']);
  expect(codes(commands.waiveEndorsement.decide(ordered, {}, about(at)))).toEqual(['notAwaited']);
});

test('APP-6 APP-4 un-finalising takes the asking back; finalised again it is asked anew, from then', () => {
  const at = '2026-12-30T10:00:00.000Z';
  const back = commands.unfinalise.decide(asked(), {}, about(at, { form: supervisor })).next;
  expect([back.holds, back.schedule, back.endorsedAt]).toEqual([[], [], null]);
  const again = commands.finalise.decide(back, { terms: '2026-11-01', understandsHsePending: true }, about(at, { form: supervisor })).next;
  expect([again.holds[0]!.since, datesOf(again.schedule)]).toEqual([
    at,
    [
      { what: 'remindEndorsement', at: '2027-01-05T10:00:00.000Z' },
      { what: 'escalateEndorsement', at: '2027-01-14T10:00:00.000Z' },
    ],
  ]);
});

test('EMP-3 APP-6 who leaves while a paid application waits for an endorsement: a case operator decides, and he alone is told', () => {
  const paid = '2026-12-28T10:00:00.000Z';
  const held = runTo(asked(), paid, placed(paid)).application;
  const leftAt = '2026-12-29T10:00:00.000Z';
  const story = runTo(held, leftAt, (asOf) => ({ ...placed(paid)(asOf), leftAt }));
  expect(story.decisions.map(({ event, opens }) => [event, opens.map(({ task }) => task)])).toEqual([['left', ['decideEndorsement']]]);
  expect(story.application).toMatchObject({ leftAt, finalisedBy: '', state: 'onHold' });
  expect(standing(story.application).holds[0]).toMatchObject({ name: 'endorsement', awaiting: 'staff' });
});

test('EMP-3 APP-9 who leaves while the employer is asked for more: it is a case operator’s again, for what was left', () => {
  const paid = '2026-12-28T10:00:00.000Z';
  const form: Form = { ...filledIn, needs: ['experience'] };
  const facts = (asOf: string) => ({ ...placed(paid)(asOf), form });
  const processing = runTo(finalisedAt(ASKED, { form }), paid, facts).application;
  const waiting = commands.askMore.decide(processing, {}, about('2026-12-30T15:00:00.000Z', {}, 'operator')).next;
  const story = runTo(waiting, '2027-02-01T09:00:00.000Z', (asOf) => ({ ...facts(asOf), leftAt: '2027-02-01T09:00:00.000Z' }));
  expect(story.decisions.map(({ event, opens }) => [event, opens.map(({ task }) => task)])).toEqual([
    ['reminded', []],
    ['reminded', []],
    ['givenBack', ['processApplication']],
  ]);
  expect(story.application).toMatchObject({ state: 'beingProduced', finalisedBy: '' });
  expect(standing(story.application).dueAt).toBe('2027-02-04T09:00:00.000Z');
});

test('APP-9 WHY-2 asked for more it awaits the employer without a limit; answered it is due by what was left of the working days', () => {
  const paid = '2026-12-28T10:00:00.000Z';
  const form: Form = { ...filledIn, needs: ['experience'] };
  const facts = (asOf: string) => ({ ...placed(paid)(asOf), form });
  const processing = runTo(finalisedAt(ASKED, { form }), paid, facts).application;
  expect([processing.state, standing(processing).dueAt]).toEqual(['beingProduced', '2027-01-05T10:00:00.000Z']);
  // Two of five working days are gone.
  const askedMore = commands.askMore.decide(processing, {}, about('2026-12-30T15:00:00.000Z', {}, 'operator'));
  expect(effectsOf(askedMore)).toEqual({
    state: 'onHold',
    event: 'moreAsked',
    mails: [{ template: 'application-more-asked', to: { user: 'filler' }, facts: { reference: 'A-0001' } }],
    closes: ['processApplication'],
  });
  expect(standing(askedMore.next)).toMatchObject({ awaiting: 'employer', clock: 'customer', dueAt: null });
  // Reminded 14, 28 and 56 days after he was asked, at that clock time; after 84 days a case operator hears of it, once.
  const reminders = ['2027-01-13', '2027-01-27', '2027-02-24'];
  const told = (to: string) =>
    runTo(askedMore.next, to, facts).decisions.map(({ event, mails, opens }) => [event, mails.length + opens.length]);
  for (const [count, day] of reminders.entries()) {
    expect(told(`${day}T14:59:59.999Z`)).toHaveLength(count);
    expect(told(`${day}T15:00:00.000Z`)).toEqual(Array.from({ length: count + 1 }, () => ['reminded', 1]));
  }
  expect(told('2027-03-24T14:59:59.999Z')).toHaveLength(3);
  const { application: unanswered, decisions } = runTo(askedMore.next, '2027-12-31T15:00:00.000Z', facts);
  expect(decisions[0]!.mails).toMatchObject([
    { template: 'application-answer-reminder', to: { user: 'filler' }, facts: { awaited: 'an answer', since: '30 Dec 2026 15:00' } },
  ]);
  expect(decisions[3]).toMatchObject({ event: 'escalated', opens: [{ task: 'processApplication', dueAt: '2027-03-24T15:00:00.000Z' }] });
  expect(decisions).toHaveLength(4);
  expect(commands.reject.decide(unanswered, {}, about('2027-12-31T15:00:00.000Z', {}, 'operator')).next.state).toBe('rejected');
  expect(codes(commands.askMore.decide(askedMore.next, {}, about(paid)))).toEqual(['notAwaited']);
  const given = commands.giveMore.decide(askedMore.next, {}, about('2027-02-01T09:00:00.000Z'));
  const dueAt = '2027-02-04T09:00:00.000Z';
  expect(effectsOf(given)).toEqual({
    state: 'beingProduced',
    event: 'givenBack',
    opens: [{ queue: 'caseOperator', task: 'processApplication', dueAt }],
  });
  expect([standing(given.next).awaiting, datesOf(given.next.schedule)]).toEqual(['staff', [{ what: 'processingLate', at: dueAt }]]);
  expect(codes(commands.giveMore.decide(given.next, {}, about(dueAt)))).toEqual(['notAwaited']);
});

test('APP-6 APP-4 whenever it is ordered, paid and endorsed, it is never paid with the endorsement forgotten, and ends with nothing scheduled of it', () => {
  const minutes = fc.integer({ min: 61, max: 40_000 });
  fc.assert(
    fc.property(minutes, minutes, (payment, endorsed) => {
      const instant = (after: number) => new Date(Date.parse(ASKED) + after * 60_000).toISOString();
      const [paid, at] = [instant(payment), instant(endorsed)];
      const known = (asOf: string) => ({ ...placed(paid)(asOf), form: { ...supervisor, endorsedAt: asOf < at ? null : at } });
      const until = runTo(asked(), at, known).application;
      const after: Application = commands.endorse.decide(until, {}, about(at)).next;
      const end = runTo(after, instant(50_000), known).application;
      expect(end.state).toBe('onHold');
      expect(end.holds.map(({ kind }) => kind)).toEqual(['hse']);
      expect(end.schedule.every(({ what }) => what.endsWith('Hse'))).toBe(true);
      expect(until.holds.some(({ kind }) => kind === 'endorsement')).toBe(true);
    }),
  );
});
