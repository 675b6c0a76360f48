import fc from 'fast-check';
import { unasked, type AccessRequest } from '../../../domain/access/access-request.state';
import * as access from '../../../domain/access/access-request.decide';
import * as approvals from '../../../domain/work/approval.decide';
import { unproposed } from '../../../domain/work/approval.state';
import * as invitations from '../../../domain/access/invitation.decide';
import { unsent, type InvitationFacts } from '../../../domain/access/invitation.state';
import { serviceLevel, type StageEntered } from '../../../domain/stop-clock';
import { identity, situation } from '../../support/situation';
import { datesOf } from '../../support/decisions';

const AT = '2026-11-20T10:00:00.000Z';
const user: InvitationFacts = { user: 'u', purpose: 'activation', madeBy: 'm', moved: null };
const about = (facts: InvitationFacts = user, at = AT) => situation({ at, facts });
const sent = invitations.send(unsent(identity(), 'i'), about()).next;

test('SEC-3 a link is reminded of at 24 and 48 elapsed hours and expires at 72, over a clock change as well', () => {
  expect(sent.schedule).toEqual([
    { what: 'remind', at: '2026-11-21T10:00:00.000Z' },
    { what: 'remind', at: '2026-11-22T10:00:00.000Z' },
    { what: 'expire', at: '2026-11-23T10:00:00.000Z' },
  ]);
  const reset = about({ ...user, purpose: 'reset', madeBy: null }, '2027-03-27T10:00:00.000Z');
  const spring = invitations.send(unsent(identity(), 'i'), reset).next;
  expect(spring.schedule).toEqual([{ what: 'expire', at: '2027-03-30T10:00:00.000Z' }]);
});

test('SEC-3 mails carry identifiers and the number of the link, never a name or the link itself', () => {
  const decision = invitations.resend(sent, {}, about());
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
  const accepted: InvitationFacts = { ...user, moved: { to: 'accepted', at: AT } };
  expect(invitations.unheard(expired, accepted)).toBeNull();
  for (const decision of [invitations.resend(expired, {}, about()), invitations.moved(expired, null, about(accepted))])
    expect([decision.refusals[0]!.code, decision.next]).toEqual(['ended', expired]);
});

test('SEC-3 a row that says accepted or withdrawn is news, once, as of the moment at which it moved', () => {
  for (const to of ['accepted', 'withdrawn'] as const) {
    const facts: InvitationFacts = { ...user, moved: { to, at: '2026-11-21T09:00:00.000Z' } };
    const news = invitations.unheard(sent, facts)!;
    expect(news).toMatchObject({ news: 'moved', at: '2026-11-21T09:00:00.000Z' });
    const { next } = invitations.moved(sent, null, about(facts, news.at));
    expect([next.state, next.schedule, invitations.unheard(next, facts)]).toEqual([to, [], null]);
  }
});

const asking = (admins: string[]) => situation({ at: AT, facts: { admins, askedAt: AT } });
const settle = (request: AccessRequest, how: 'approved' | 'declined') =>
  (how === 'approved' ? access.approve : access.decline)(request, {}, asking([]));

test('SEC-4 TIM-1 a request goes to the Portal Admins, reminded after 2 working days, and to staff after 5; without one to staff at once', () => {
  const asked = access.open(unasked(identity(), 'r'), asking(['a', 'b']));
  expect(asked.mails.map(({ to }) => to)).toEqual([{ user: 'a' }, { user: 'b' }]);
  expect(datesOf(asked.next.schedule)).toEqual([
    { what: 'remindAdmin', at: '2026-11-24T10:00:00.000Z' },
    { what: 'toStaff', at: '2026-11-27T10:00:00.000Z' },
  ]);
  expect(asked.next.staffDueAt).toBe('2026-12-04T10:00:00.000Z');
  expect(access.open(unasked(identity(), 'r'), asking([])).next).toMatchObject({
    state: 'withStaff',
    schedule: [],
    staffDueAt: '2026-11-27T10:00:00.000Z',
  });
});

test('SEC-4 a request is decided once, by whoever comes first', () => {
  const asked = access.open(unasked(identity(), 'r'), asking(['a', 'b'])).next;
  const way = fc.constantFrom('approved' as const, 'declined' as const);
  fc.assert(
    fc.property(way, way, (first, second) => {
      const settled = settle(asked, first).next;
      expect(settled.state).toBe(first);
      expect(settle(settled, second).refusals[0]!.code).toBe('ended');
    }),
  );
});

test('SEC-8 whoever proposes never approves, anybody else does; an adjustment is posted with its approval and sums to zero', () => {
  const some = fc.string({ minLength: 1 });
  fc.assert(
    fc.property(some, some, fc.bigInt({ min: 1n, max: 10n ** 8n }), (proposer, approver, pence) => {
      const proposal = { what: 'adjustment' as const, from: 'writeOffs', to: 'funds/n', pence };
      const state = approvals.propose(
        unproposed(identity(), 'p'),
        { proposal },
        situation({ at: AT, by: proposer, facts: { usable: null, faults: [] } }),
      );
      expect(state.entries).toEqual([]);
      const decision = approvals.approve(state.next, {}, situation({ at: AT, by: approver, facts: { usable: null, faults: [] } }));
      if (approver === proposer) expect(decision.refusals[0]!.code).toBe('fourEyes');
      else expect(decision.entries[0]!.postings.reduce((sum, posting) => sum + posting.pence, 0n)).toBe(0n);
    }),
  );
});

test('SEC-8 ADV-6 an adjustment never takes more from a fund than is left there', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 1000n }), fc.bigInt({ min: 0n, max: 1000n }), (pence, usable) => {
      const proposal = { what: 'adjustment' as const, from: 'funds/n', to: 'writeOffs', pence };
      const { next } = approvals.propose(
        unproposed(identity(), 'p'),
        { proposal },
        situation({ at: AT, by: 'a', facts: { usable: null, faults: [] } }),
      );
      const decision = approvals.approve(next, {}, situation({ at: AT, by: 'b', facts: { usable, faults: [] } }));
      expect(decision.refusals.map(({ code }) => code)).toEqual(usable < pence ? ['fundsMoved'] : []);
    }),
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
  expect(serviceLevel([], '2026-11-27T12:00:00.000Z', calendar, 5)).toEqual({ days: 5, used: 0, paused: true, dueOn: null });
  const again = [...paused, stage('ours', 27)];
  expect(serviceLevel(again, '2026-11-27T13:00:00.000Z', calendar, 5)).toEqual({ days: 5, used: 2, paused: false, dueOn: '2026-12-02' });
});
