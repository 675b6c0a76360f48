import type { Mail } from '../../decision';
import type { Scheduled } from '../../process';
import { ladder } from '../../schedule';
import type { Policy } from '../../policy';
import { londonWords, type Calendar, type Instant } from '../../working-days';
import type { Holder } from './hold-kind';

/** The ladder of an answer that the employer owes a paid application: reminders, then a case operator, who may reject (APP-9, QUA-1). Without a lapse. */
export function answerLadder<Remind extends string, Escalate extends string>(
  from: Instant,
  { remind, escalate }: { remind: Remind; escalate: Escalate },
  { policy, calendar }: { policy: Policy; calendar: Calendar },
): Scheduled<Remind | Escalate>[] {
  const { answerReminderDays, answerEscalationDays } = policy.applications;
  const reminders = answerReminderDays.filter((days) => days < answerEscalationDays).map((days) => ({ what: remind, days }));
  return ladder<Remind | Escalate>(from, [...reminders, { what: escalate, days: answerEscalationDays }], calendar);
}

/** Reminds whoever finalised it of what is awaited from him since then. */
export function answerReminder({ reference, finalisedBy }: Holder, awaited: string, since: Instant): Mail {
  return { template: 'application-answer-reminder', to: { user: finalisedBy }, facts: { reference, awaited, since: londonWords(since) } };
}
