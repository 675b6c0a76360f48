import type { Invitation, InvitationFacts } from '../../../domain/access/invitation.state';
import { firstPolicy, type Policy } from '../../../domain/policy';
import { cases } from '../../../domain/processes';
import { effectsOf } from '../../support/decisions';
import { identity, situation } from '../../support/situation';

const { commands, news, onDue, opens, standing, summary, ended } = cases.invitation;
const AT = '2026-11-20T10:00:00.000Z';
const [FIRST, SECOND, END] = ['2026-11-21T10:00:00.000Z', '2026-11-22T10:00:00.000Z', '2026-11-23T10:00:00.000Z'];
const user: InvitationFacts = { user: 'u', purpose: 'activation', madeBy: 'm', moved: null };
const about = (facts: Partial<InvitationFacts> = {}, at = AT, policy: Policy = firstPolicy) =>
  situation<InvitationFacts>({ at, policy, facts: { ...user, ...facts } });
const none = cases.invitation.empty(identity({ kind: 'invitation' }), 'i');
const sent = opens(none, about()).next;
const toUser = (template: string, link = '1', expiresAt = END) => ({
  template,
  to: { user: 'u' },
  facts: { invitation: 'i', tenant: 't', link, expiresAt },
});
const move = (to: 'accepted' | 'withdrawn', invitation: Invitation = sent) =>
  news.moved.decide(invitation, null, about({ moved: { to, at: FIRST } }, FIRST));
const expire = (invitation: Invitation) => onDue(invitation, { what: 'expire', at: END });

test('SEC-3 before its first link leaves an invitation knows nothing but whose it is', () => {
  expect(none).toEqual({
    id: 'i',
    tenant: 't',
    user: '',
    purpose: 'activation',
    madeBy: null,
    state: 'made',
    stateSince: '1970-01-01T00:00:00.000Z',
    link: 0,
    schedule: [],
  });
});

test('SEC-3 the first link leaves by its own mail: to activate an account, or to choose a new password', () => {
  expect(effectsOf(opens(none, about()))).toEqual({ state: 'sent', event: 'sent', mails: [toUser('invitation')] });
  expect(effectsOf(opens(none, about({ purpose: 'reset' })))).toEqual({ state: 'sent', event: 'sent', mails: [toUser('password-reset')] });
  expect(sent).toMatchObject({ user: 'u', purpose: 'activation', madeBy: 'm', link: 1, stateSince: AT });
});

test('SEC-3 a new link is the next one, and its time and its reminders run anew from then', () => {
  const resent = commands.resend.decide(sent, {}, about({}, FIRST));
  expect(resent.event).toBe('resent');
  expect(resent.next).toMatchObject({
    link: 2,
    stateSince: FIRST,
    schedule: [
      { what: 'remind', at: SECOND },
      { what: 'remind', at: END },
      { what: 'expire', at: '2026-11-24T10:00:00.000Z' },
    ],
  });
});

test('SEC-3 TIM-3 a reminder that policy sets at the end of the link’s time, or later, is not sent', () => {
  const reminders = (linkHours: number) =>
    opens(none, about({}, AT, { ...firstPolicy, users: { ...firstPolicy.users, linkHours } })).next.schedule.length - 1;
  expect([49, 48, 25, 24].map(reminders)).toEqual([2, 1, 1, 0]);
});

test('SEC-3 the user is reminded of an unused link, and the moments that are left stay as they were', () => {
  const reminded = onDue(sent, { what: 'remind', at: FIRST });
  expect(effectsOf(reminded)).toEqual({ state: 'sent', event: 'reminded', mails: [toUser('invitation-reminder')] });
  expect(reminded.next.schedule).toEqual([
    { what: 'remind', at: SECOND },
    { what: 'expire', at: END },
  ]);
});

test('SEC-3 a link that was not used in time expires, and whoever made the account, if anybody did, is told', () => {
  const expired = expire(sent);
  expect(effectsOf(expired)).toEqual({
    state: 'expired',
    event: 'expired',
    mails: [{ template: 'invitation-expired', to: { user: 'm' }, facts: { expiresAt: END } }],
  });
  expect(expired.next.schedule).toEqual([]);
  expect(effectsOf(expire({ ...sent, madeBy: null }))).toEqual({ state: 'expired', event: 'expired' });
});

test('SEC-3 an invitation that is over, or of which nothing is new, is not moved, and says what to do instead', () => {
  const over = expire(sent).next;
  const refusal = {
    code: 'ended',
    rule: 'SEC-3',
    place: '',
    detail: 'This invitation is expired',
    remedy: 'Make a new one from the list of users.',
  };
  expect([commands.resend.decide(over, {}, about()).refusals, move('accepted', over).refusals]).toEqual([[refusal], [refusal]]);
  expect(ended(over)).toEqual(refusal);
  expect(news.moved.decide(sent, null, about()).refusals).toHaveLength(1);
});

test('WHY-1 a link says on whom it waits, for what, and when it expires; and how it ended', () => {
  expect(standing(sent).holds).toEqual([
    {
      name: 'link',
      awaiting: 'user',
      clock: 'customer',
      since: AT,
      why: 'Waiting on the user since 20 Nov 2026 10:00; it ends when link 1 is followed and the user activates the account, or at 23 Nov 2026 10:00 it expires.',
      next: [
        { at: FIRST, what: 'the user is reminded by e-mail' },
        { at: SECOND, what: 'the user is reminded by e-mail' },
        { at: END, what: 'the link expires' },
      ],
      dueAt: END,
    },
  ]);
  expect(standing({ ...sent, purpose: 'reset' }).why).toContain('link 1 is followed and the user chooses a new password, or at');
  const over = [none, move('accepted').next, move('withdrawn').next, expire(sent).next];
  expect(over.map((each) => standing(each).why)).toEqual([
    'The first link is about to be sent.',
    'Ended at 21 Nov 2026 10:00: the user has chosen a password.',
    'Ended at 21 Nov 2026 10:00: it was withdrawn.',
    'Ended at 23 Nov 2026 10:00: the link was not used in time.',
  ]);
  expect(summary(sent, { what: 'expire', at: END })).toBe('The link expires');
});
