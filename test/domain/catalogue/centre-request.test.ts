import type { Asked } from '../../../domain/catalogue/centre-request.decide';
import type { CentreRequest } from '../../../domain/catalogue/centre-request.state';
import { cases } from '../../../domain/processes';
import { refuse } from '../../../domain/refusal';
import { datesOf, effectsOf } from '../../support/decisions';
import { identity, situation } from '../../support/situation';

const { commands, onDue, standing, summary, ended, empty } = cases['centre-request'];
const AT = '2026-11-20T10:00:00.000Z';
const [REMIND, ESCALATE, SERVICE] = ['2026-11-24T10:00:00.000Z', '2026-11-27T10:00:00.000Z', '2026-12-04T10:00:00.000Z'];
const about = (at = AT, faults: ReturnType<typeof refuse>[] = []) => situation({ at, by: 'asker', facts: { faults } });
const none = empty(identity({ kind: 'centre-request', reference: 'N-1' }), 'n');
const ask = (told: Asked) => commands.ask.decide(none, told, about());
const asked = ask({ what: 'country', code: 'NO' }).next;
const fault = refuse('countryThere', 'REG-6', 'd', 'r', '/asked/code');
const answer = (request: CentreRequest, verb: 'grant' | 'decline' | 'withdraw', faults: (typeof fault)[] = []) =>
  commands[verb].decide(request, {}, about(AT, faults));
const TASKS = ['answerCentreRequest', 'chaseCentreRequest'];

test('REG-18 before it is asked for a request knows nothing but its reference', () => {
  expect(none).toEqual({
    ...{ id: 'n', tenant: 't', reference: 'N-1', what: 'approval', askedBy: '' },
    ...{ state: 'none', stateSince: '1970-01-01T00:00:00.000Z', schedule: [] },
  });
});

test('REG-18 an approval is the quality assurers’ task, an address and a country the case operators’: due when the administrators hear of it', () => {
  for (const [what, queue] of [
    ['approval', 'eqa'],
    ['address', 'caseOperator'],
    ['country', 'caseOperator'],
  ] as const) {
    const decision = ask({ what, code: null });
    const opens = [{ queue, task: 'answerCentreRequest', dueAt: ESCALATE }];
    expect(effectsOf(decision)).toEqual({ state: 'asked', event: 'asked', opens });
    expect([decision.next.what, decision.next.askedBy]).toEqual([what, 'asker']);
  }
  expect(datesOf(asked.schedule)).toEqual([
    { what: 'remind', at: REMIND },
    { what: 'escalate', at: ESCALATE },
  ]);
});

test('REG-18 after 2 working days those who answer are reminded, after 5 the administrators have a task of their own; then nothing happens by itself', () => {
  const reminded = onDue(asked, asked.schedule[0]!, about(REMIND));
  const facts = { reference: 'N-1', since: '20 Nov 2026 10:00' };
  const mail = (template: string, queue: string) => [{ template, to: { queue }, facts }];
  expect(effectsOf(reminded)).toEqual({ state: 'asked', event: 'reminded', mails: mail('centre-request-reminder', 'caseOperator') });
  const escalated = onDue(reminded.next, reminded.next.schedule[0]!, about(ESCALATE));
  const opens = [{ queue: 'administrator', task: 'chaseCentreRequest', dueAt: SERVICE }];
  expect(effectsOf(escalated)).toEqual({
    ...{ state: 'asked', event: 'escalated', mails: mail('centre-request-escalated', 'administrator'), opens },
  });
  expect([escalated.next.schedule, escalated.next.stateSince]).toEqual([[], AT]);
});

test('REG-18 granted or declined, who asked is mailed and all tasks are closed; withdrawn, nobody is mailed', () => {
  for (const [verb, state] of [
    ['grant', 'granted'],
    ['decline', 'declined'],
  ] as const)
    expect(effectsOf(answer(asked, verb))).toEqual({
      ...{ state, event: state, closes: TASKS },
      mails: [{ template: `centre-request-${state}`, to: { user: 'asker' }, facts: { reference: 'N-1' } }],
    });
  expect(effectsOf(answer(asked, 'withdraw'))).toEqual({ state: 'withdrawn', event: 'withdrawn', closes: TASKS });
});

test('REG-18 what cannot be asked for or granted is refused with its faults, and may still be declined', () => {
  expect(commands.ask.decide(none, { what: 'country', code: 'GB' }, about(AT, [fault])).refusals).toEqual([fault]);
  expect(answer(asked, 'grant', [fault]).refusals).toEqual([fault]);
  expect(answer(asked, 'decline', [fault]).next.state).toBe('declined');
});

test('REG-18 a request that is over takes no command, and says what to do instead', () => {
  for (const verb of ['grant', 'decline', 'withdraw'] as const) {
    const { next } = answer(asked, verb);
    for (const again of ['grant', 'decline', 'withdraw'] as const) expect(answer(next, again, [fault]).refusals).toEqual([ended(next)]);
    expect(commands.ask.decide(next, { what: 'country', code: 'NO' }, about()).refusals).toEqual([ended(next)]);
    expect(ended(next)).toMatchObject({ code: 'ended', rule: 'REG-18', detail: `This request is ${next.state}` });
  }
  expect(ended(answer(asked, 'grant').next).remedy).toBe('Read it again.');
  expect(ended(answer(asked, 'withdraw').next).remedy).toBe('Ask again where it is still needed.');
});

test('REG-18 WHY-1 how it stands is said in words, in each state', () => {
  const words = (request: CentreRequest) => [standing(request).stage, standing(request).awaiting, standing(request).why];
  expect(words(none)).toEqual(['Not asked yet', 'nobody', 'Not asked yet.']);
  expect(words(asked)).toEqual([
    'Waiting for an answer',
    'staff',
    'Waiting on our staff since 20 Nov 2026 10:00: the centre asks for a country of study; it ends when it is granted or declined, or the centre withdraws it.',
  ]);
  expect(standing(asked).next).toEqual([
    { at: REMIND, what: 'staff are reminded by e-mail' },
    { at: ESCALATE, what: 'the administrators are told that nobody has answered' },
  ]);
  expect(words(answer(asked, 'grant').next)[2]).toBe('Ended at 20 Nov 2026 10:00: the centre has a country of study that it asked for.');
  expect(words(answer(ask({ what: 'approval', code: 'P' }).next, 'decline').next)).toEqual([
    'Declined',
    'nobody',
    'Ended at 20 Nov 2026 10:00: declined, with an answer.',
  ]);
  expect(words(answer(ask({ what: 'address', code: null }).next, 'withdraw').next)[2]).toBe(
    'Ended at 20 Nov 2026 10:00: the centre has withdrawn it.',
  );
  expect(summary(asked, asked.schedule[0]!)).toBe('Request N-1: staff are reminded by e-mail');
});
