import fc from 'fast-check';
import { unasked } from '../../../domain/access/access-request.state';
import * as access from '../../../domain/access/access-request.decide';
import * as approvals from '../../../domain/work/approval.decide';
import { unproposed } from '../../../domain/work/approval.state';
import * as invitations from '../../../domain/access/invitation.decide';
import { unsent } from '../../../domain/access/invitation.state';
import { firstPolicy } from '../../../domain/policy';
import { serviceLevel, type StageEntered } from '../../../domain/stop-clock';

const AT = '2026-11-20T10:00:00.000Z';
const sent = invitations.send(unsent('i', 't'), { user: 'u', purpose: 'activation', madeBy: 'm' }, firstPolicy, AT).next;

test('SEC-3 a link is reminded of at 24 and 48 elapsed hours and expires at 72, over a clock change as well', () => {
  expect(sent.schedule).toEqual([
    { what: 'remind', at: '2026-11-21T10:00:00.000Z' },
    { what: 'remind', at: '2026-11-22T10:00:00.000Z' },
    { what: 'expire', at: '2026-11-23T10:00:00.000Z' },
  ]);
  const spring = invitations.send(
    unsent('i', 't'),
    { user: 'u', purpose: 'reset', madeBy: null },
    firstPolicy,
    '2027-03-27T10:00:00.000Z',
  ).next;
  expect(spring.schedule).toEqual([{ what: 'expire', at: '2027-03-30T10:00:00.000Z' }]);
});

test('SEC-3 mails carry identifiers and the number of the link, never a name or the link itself', () => {
  const decision = invitations.resend(sent, firstPolicy, AT);
  expect(decision.mails).toEqual([
    {
      template: 'invitation',
      to: { user: 'u' },
      facts: { invitation: 'i', tenant: 't', link: '2', expiresAt: '2026-11-23T10:00:00.000Z' },
    },
  ]);
});

test('SEC-3 an invitation that is over is neither sent anew nor accepted', () => {
  const expired = invitations.onDue({ ...sent, schedule: [sent.schedule[2]!] }, sent.schedule[2]!).next;
  expect(expired.state).toBe('expired');
  for (const decision of [invitations.resend(expired, firstPolicy, AT), invitations.moved(expired, 'accepted', AT)])
    expect([decision.refusals[0]!.code, decision.next]).toEqual(['ended', expired]);
});

test('SEC-4 a request is decided once, by whoever comes first', () => {
  const facts = {
    admins: ['a', 'b'],
    staffDueAt: AT,
    schedule: [
      { what: 'remindAdmin' as const, at: AT },
      { what: 'toStaff' as const, at: AT },
    ],
  };
  const asked = access.open(unasked('r', 't', 'Q-1'), facts, AT);
  expect(asked.mails.map(({ to }) => to)).toEqual([{ user: 'a' }, { user: 'b' }]);
  fc.assert(
    fc.property(
      fc.constantFrom('approved' as const, 'declined' as const),
      fc.constantFrom('approved' as const, 'declined' as const),
      (first, second) => {
        const settled = access.settle(asked.next, first, AT).next;
        expect(settled.state).toBe(first);
        expect(access.settle(settled, second, AT).refusals[0]!.code).toBe('ended');
      },
    ),
  );
});

test('SEC-8 whoever proposes never approves, anybody else does; an adjustment is posted with its approval and sums to zero', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }),
      fc.string({ minLength: 1 }),
      fc.bigInt({ min: 1n, max: 10n ** 8n }),
      (proposer, approver, pence) => {
        const state = approvals.propose(
          unproposed('p', 't', 'P-1', 'finance'),
          { what: 'adjustment', from: 'writeOffs', to: 'funds/n', pence },
          proposer,
          firstPolicy,
          AT,
        );
        expect(state.entries).toEqual([]);
        const decision = approvals.approve(state.next, approver, AT);
        if (approver === proposer) expect(decision.refusals[0]!.code).toBe('fourEyes');
        else expect(decision.entries[0]!.postings.reduce((sum, posting) => sum + posting.pence, 0n)).toBe(0n);
      },
    ),
  );
});

test('WHY-2 a service level counts our working days alone, and pauses while somebody else is awaited', () => {
  const calendar = { version: 'v', holidays: new Set<string>(), publishedUntil: '2027-12-31' };
  const stage = (clock: StageEntered['clock'], day: number): StageEntered => ({
    stage: clock,
    clock,
    event: 'e',
    enteredAt: `2026-11-${day}T12:00:00.000Z`,
  });
  const ours = [stage('ours', 16)];
  expect(serviceLevel(ours, '2026-11-18T12:00:00.000Z', calendar, 5)).toEqual({ days: 5, used: 2, paused: false, dueOn: '2026-11-23' });
  const paused = [...ours, stage('customer', 18)];
  expect(serviceLevel(paused, '2026-11-27T12:00:00.000Z', calendar, 5)).toEqual({ days: 5, used: 2, paused: true, dueOn: null });
  const again = [...paused, stage('ours', 27)];
  expect(serviceLevel(again, '2026-11-27T13:00:00.000Z', calendar, 5)).toEqual({ days: 5, used: 2, paused: false, dueOn: '2026-12-02' });
});
