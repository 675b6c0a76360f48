import type { AccessRequest } from '../../../domain/access/access-request.state';
import { cases } from '../../../domain/processes';
import { datesOf, effectsOf } from '../../support/decisions';
import { identity, situation } from '../../support/situation';

const { commands, onDue, opens, standing, summary, ended } = cases['access-request'];
const AT = '2026-11-20T10:00:00.000Z';
const [REMIND, TO_STAFF, STAFF_DUE] = ['2026-11-24T10:00:00.000Z', '2026-11-27T10:00:00.000Z', '2026-12-04T10:00:00.000Z'];
const about = (admins: string[], at = AT) => situation({ at, facts: { admins, askedAt: AT } });
const none = cases['access-request'].empty(identity({ kind: 'access-request', reference: 'Q-1' }), 'r');
const asking = opens(none, about(['a', 'b']));
const asked = asking.next;
const passed = onDue({ ...asked, schedule: [asked.schedule[1]!] }, asked.schedule[1]!);
const decide = (request: AccessRequest, command: 'approve' | 'decline') => commands[command].decide(request, {}, about([]));
const mails = ['a', 'b'].map((user) => ({
  template: 'access-asked',
  to: { user },
  facts: { reference: 'Q-1', toStaffAt: TO_STAFF },
}));
const task = (dueAt: string) => [{ queue: 'caseOperator', task: 'decideAccess', dueAt }];

test('SEC-4 before anybody has looked at it a request knows nothing but its reference', () => {
  expect(none).toEqual({
    id: 'r',
    tenant: 't',
    reference: 'Q-1',
    admins: [],
    staffDueAt: '1970-01-01T00:00:00.000Z',
    state: 'none',
    stateSince: '1970-01-01T00:00:00.000Z',
    schedule: [],
  });
});

test('SEC-4 each Portal Admin is asked, told when the request goes to staff; without one it is a task of staff at once', () => {
  expect(effectsOf(asking)).toEqual({ state: 'asked', event: 'asked', mails });
  expect(asked.admins).toEqual(['a', 'b']);
  expect(effectsOf(opens(none, about([])))).toEqual({ state: 'withStaff', event: 'askedStaff', opens: task(TO_STAFF) });
});

test('SEC-4 each Portal Admin is reminded once, and the day on which it goes to staff stays', () => {
  const reminded = onDue(asked, asked.schedule[0]!);
  expect(effectsOf(reminded)).toEqual({ state: 'asked', event: 'reminded', mails });
  expect(datesOf(reminded.next.schedule)).toEqual([{ what: 'toStaff', at: TO_STAFF }]);
});

test('SEC-4 WHY-2 not decided in time it is a task of staff, due by their service level, and nothing else happens by itself', () => {
  expect(effectsOf(passed)).toEqual({ state: 'withStaff', event: 'passedToStaff', opens: task(STAFF_DUE) });
  expect(passed.next.schedule).toEqual([]);
});

test('SEC-4 the Portal Admin or staff approve or decline; the task is closed, and only who is declined is mailed', () => {
  for (const request of [asked, passed.next]) {
    expect(effectsOf(decide(request, 'approve'))).toEqual({ state: 'approved', event: 'approved', closes: ['decideAccess'] });
    expect(effectsOf(decide(request, 'decline'))).toEqual({
      state: 'declined',
      event: 'declined',
      mails: [{ template: 'access-declined', to: { request: 'r' }, facts: {} }],
      closes: ['decideAccess'],
    });
    expect(decide(request, 'approve').next.schedule).toEqual([]);
  }
});

test('SEC-4 a request that was decided says so', () => {
  const over = decide(asked, 'decline').next;
  const refusal = {
    code: 'ended',
    rule: 'SEC-4',
    place: '',
    detail: 'This request is declined',
    remedy: 'Nothing is left to decide about it.',
  };
  expect([decide(over, 'approve').refusals, decide(over, 'decline').refusals, ended(over)]).toEqual([[refusal], [refusal], refusal]);
});

test('WHY-1 WHY-2 a request says on whom it waits and on whose days, and how it ended', () => {
  expect(standing(asked).holds).toEqual([
    {
      name: 'decision',
      awaiting: 'portalAdmin',
      clock: 'customer',
      since: AT,
      why: "Waiting on the centre's Portal Admin since 20 Nov 2026 10:00; it ends when it is approved or declined.",
      next: [
        { at: REMIND, what: 'the Portal Admin is reminded by e-mail' },
        { at: TO_STAFF, what: 'the request goes to staff' },
      ],
      dueAt: TO_STAFF,
    },
  ]);
  expect(standing(passed.next).holds).toEqual([
    {
      name: 'decision',
      awaiting: 'staff',
      clock: 'ours',
      since: TO_STAFF,
      why: 'Waiting on our staff since 27 Nov 2026 10:00: no Portal Admin has decided; it ends when it is approved or declined.',
      next: [{ at: STAFF_DUE, what: 'our staff are to have decided' }],
      dueAt: STAFF_DUE,
    },
  ]);
  expect(standing({ ...asked, schedule: [] }).dueAt).toBeNull();
  expect([none, decide(asked, 'approve').next, decide(asked, 'decline').next].map((each) => standing(each).why)).toEqual([
    'Not asked yet.',
    'Ended at 20 Nov 2026 10:00: approved, the user is invited.',
    'Ended at 20 Nov 2026 10:00: declined.',
  ]);
  expect(summary(asked, asked.schedule[0]!)).toBe('Request Q-1: the Portal Admin is reminded by e-mail');
});
