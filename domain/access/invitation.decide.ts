import { decided, refusedBy, type Decision, type Effects, type Mail } from '../decision';
import type { Policy } from '../policy';
import type { Scheduled } from '../process';
import { refuse } from '../refusal';
import type { Instant } from '../working-days';
import type { Invitation, InvitationEvent, InvitationFacts } from './invitation.state';
import { standingOf } from './invitation.standing';
import { after, type InvitationChange } from './invitation.transitions';

/** A decision about an invitation. */
export type Decided = Decision<Invitation>;

const HOUR_MS = 3_600_000;
const templates = { activation: 'invitation', reset: 'password-reset' } as const;

/** SEC-3: the first link leaves. */
export function send(invitation: Invitation, facts: InvitationFacts, policy: Policy, at: Instant): Decided {
  return withLink({ ...invitation, ...facts }, 'sent', policy, at);
}

/** SEC-3: another link in place of the one before, which is worthless then; its time runs anew. */
export function resend(invitation: Invitation, policy: Policy, at: Instant): Decided {
  if (invitation.state !== 'sent') return ended(invitation);
  return withLink(invitation, 'resent', policy, at);
}

/** The user has used it, or it was withdrawn: the rows know already, and tell. */
export function moved(invitation: Invitation, to: 'accepted' | 'withdrawn', at: Instant): Decided {
  if (invitation.state !== 'sent') return ended(invitation);
  return changed(invitation, to, at, { schedule: [] });
}

/** SEC-3: a reminder, or the end of the link's time; whoever made the account is told of that. */
export function onDue(invitation: Invitation, due: Scheduled<InvitationEvent>): Decided {
  const rest = invitation.schedule.slice(1);
  if (due.what === 'remind')
    return changed(invitation, 'reminded', due.at, { schedule: rest }, { mails: [toUser(invitation, 'invitation-reminder')] });
  const told: Mail[] = invitation.madeBy
    ? [{ template: 'invitation-expired', to: { user: invitation.madeBy }, facts: { expiresAt: due.at } }]
    : [];
  return changed(invitation, 'expired', due.at, { schedule: [] }, { mails: told });
}

function withLink(invitation: Invitation, event: 'sent' | 'resent', policy: Policy, at: Instant): Decided {
  const later = (hours: number) => new Date(Date.parse(at) + hours * HOUR_MS).toISOString();
  const { linkHours, remindInvitedHours } = policy.users;
  const reminders = invitation.purpose === 'activation' ? remindInvitedHours.filter((hours) => hours < linkHours) : [];
  const schedule: Scheduled<InvitationEvent>[] = [
    ...reminders.map((hours) => ({ what: 'remind' as const, at: later(hours) })),
    { what: 'expire', at: later(linkHours) },
  ];
  const next = { ...invitation, link: invitation.link + 1, schedule };
  return changed(invitation, event, at, next, { mails: [toUser(next, templates[invitation.purpose])] });
}

function toUser({ id, tenant, user, link, schedule }: Invitation, template: string): Mail {
  return { template, to: { user }, facts: { invitation: id, tenant, link: String(link), expiresAt: schedule.at(-1)!.at } };
}

function ended(invitation: Invitation): Decided {
  const refusal = refuse('ended', 'SEC-3', `This invitation is ${invitation.state}`, 'Make a new one from the list of users.');
  return refusedBy(invitation, standingOf(invitation), [refusal]);
}

function changed(
  invitation: Invitation,
  event: InvitationChange,
  at: Instant,
  change: Partial<Invitation>,
  effects: Effects = {},
): Decided {
  const state = after(invitation.state, event);
  const next = { ...invitation, ...change, state, stateSince: event === 'reminded' ? invitation.stateSince : at };
  return decided(next, event, standingOf(next), effects);
}
