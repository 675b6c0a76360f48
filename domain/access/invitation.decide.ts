import { refusedBy, type Decision, type Mail } from '../decision';
import type { Scheduled, Situation, Unheard } from '../process';
import { refuse, type Refusal } from '../refusal';
import { ladder } from '../schedule';
import type { Invitation, InvitationEvent, InvitationFacts } from './invitation.state';
import { invitationLife } from './invitation.transitions';

const { step } = invitationLife;
type About = Situation<InvitationFacts>;
/** A decision about an invitation. */
export type Decided = Decision<Invitation>;

const templates = { activation: 'invitation', reset: 'password-reset' } as const;

/** SEC-3: the first link leaves. */
export function send(invitation: Invitation, about: About): Decided {
  const { user, purpose, madeBy } = about.facts;
  return withLink({ ...invitation, user, purpose, madeBy }, 'sent', about);
}

/** SEC-3: another link in place of the one before, which is worthless then; its time runs anew. */
export function resend(invitation: Invitation, _command: object, about: About): Decided {
  if (invitation.state !== 'sent') return refusedBy(invitation, invitationEnded(invitation));
  return withLink(invitation, 'resent', about);
}

/** The user has used it, or it was withdrawn, and the row knows already. */
export function unheard(invitation: Invitation, { moved: move }: InvitationFacts): Unheard | null {
  return move && invitation.state === 'sent' ? { news: 'moved', key: move.to, body: null, at: move.at } : null;
}

/** SEC-3: accepted or withdrawn, as the row says. */
export function moved(invitation: Invitation, _news: null, { at, facts }: About): Decided {
  if (invitation.state !== 'sent' || !facts.moved) return refusedBy(invitation, invitationEnded(invitation));
  return step(invitation, facts.moved.to, at, { schedule: [] });
}

/** SEC-3: a reminder, or the end of the link's time; whoever made the account is told of that. */
export function onDue(invitation: Invitation, due: Scheduled<InvitationEvent>): Decided {
  const rest = invitation.schedule.slice(1);
  if (due.what === 'remind') {
    const mails = [toUser(invitation, 'invitation-reminder')];
    return step(invitation, 'reminded', due.at, { schedule: rest }, { mails });
  }
  const mails: Mail[] = invitation.madeBy
    ? [{ template: 'invitation-expired', to: { user: invitation.madeBy }, facts: { expiresAt: due.at } }]
    : [];
  return step(invitation, 'expired', due.at, { schedule: [] }, { mails });
}

/** What a command to an invitation that was used, withdrawn or out of time is told (SEC-3). */
export function invitationEnded({ state }: Invitation): Refusal {
  return refuse('ended', 'SEC-3', `This invitation is ${state}`, 'Make a new one from the list of users.');
}

function withLink(invitation: Invitation, event: 'sent' | 'resent', { at, policy, calendar }: About): Decided {
  const { linkHours, remindInvitedHours } = policy.users;
  const reminders = invitation.purpose === 'activation' ? remindInvitedHours.filter((hours) => hours < linkHours) : [];
  const steps = [...reminders.map((hours) => ({ what: 'remind' as const, hours })), { what: 'expire' as const, hours: linkHours }];
  const next = { ...invitation, link: invitation.link + 1, schedule: ladder<InvitationEvent>(at, steps, calendar), stateSince: at };
  return step(next, event, at, {}, { mails: [toUser(next, templates[invitation.purpose])] });
}

function toUser({ id, tenant, user, link, schedule }: Invitation, template: string): Mail {
  return { template, to: { user }, facts: { invitation: id, tenant, link: String(link), expiresAt: schedule.at(-1)!.at } };
}
