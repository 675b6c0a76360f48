import { dueAs, endOf, type Count } from '../counts';
import { refusedBy, type Decision, type Effects, type Mail, type WorkItem } from '../decision';
import type { Scheduled, Situation } from '../process';
import { refuse, type Refusal } from '../refusal';
import { ladder, merged } from '../schedule';
import { dateWords, endOfDate, startOfDate, type Instant, type LocalDate } from '../working-days';
import { sampled } from './evidence-sample';
import { evidenceWords, isOfEvidence, stages } from './modified-papers.standing';
import { areToCome, isEvidenceOpen, type ModifiedPapers, type PapersEvent, type PapersFacts } from './modified-papers.state';
import { papersLife } from './modified-papers.transitions';

const { step } = papersLife;
export type About = Situation<PapersFacts>;
/** A decision about modified papers. */
export type Decided = Decision<ModifiedPapers>;

/** Staff's tasks: to make papers, to send them, to send those that are late, to look after evidence and to decide it. */
const TO_SEND = { requested: 'processModifiedPapers', processed: 'despatchModifiedPapers', late: 'lateModifiedPapers' } as const;
const CHASE = 'chaseEvidenceOfNeed';
const DECIDE = 'decideEvidenceOfNeed';
const OF_PAPERS: string[] = Object.values(TO_SEND);
const OF_EVIDENCE = [CHASE, DECIDE];
/** All of them. */
export const TASKS: readonly string[] = [...OF_PAPERS, ...OF_EVIDENCE];
const QUEUE = 'caseOperator';

/** REG-15: papers are asked for with the booking; the evidence of need is asked for by sample, and of whom it was refused before. */
export function asked(papers: ModifiedPapers, about: About): Decided {
  const { at, policy, facts } = about;
  const of = { booking: facts.booking.id, day: facts.booking.day, needs: facts.needs.version };
  const gone = goneBecause(facts);
  if (gone) return step(papers, 'cancelled', at, { ...of, endedBecause: gone });
  const { isSampled, evidence } = sampled(papers.id, policy.modifiedPapers);
  const asks = isSampled || facts.wasRefused;
  const schedule = merged(toDespatch(of.day, about), asks ? toShow(about) : []);
  const effects = { opens: [taskOf('requested', of.day, about)], mails: asks ? evidenceMail(papers, 'asked') : [] };
  const turnedOn = { ...evidence, ...(facts.wasRefused ? { refusedBefore: 'yes' } : {}), despatchBy: dueOf(of.day, about) };
  const change = { ...of, schedule, evidence: asks ? ('awaited' as const) : ('notAsked' as const), evidenceSince: at };
  return step(papers, 'asked', at, change, { ...effects, evidence: turnedOn });
}

/** Why papers are needed no longer, by the facts; null where they are. */
export function goneBecause({ booking, learner, needs }: PapersFacts): ModifiedPapers['endedBecause'] {
  if (booking.isGone) return 'bookingEnded';
  if (learner.isGone) return 'learnerLeft';
  return needs.isNeeded ? null : 'notNeeded';
}

/** REG-15: staff accept the evidence of need. */
export function accept(papers: ModifiedPapers, _command: object, { at }: About): Decided {
  const refusal = notToDecide(papers);
  if (refusal) return refusedBy(papers, refusal);
  const effects = { closes: OF_EVIDENCE, mails: evidenceMail(papers, 'accepted') };
  return step(papers, 'evidenceAccepted', at, afterEvidence(papers, 'accepted', at), effects);
}

/** REG-15: staff ask for other evidence of need; the time for it begins anew. */
export function askAgain(papers: ModifiedPapers, _command: object, about: About): Decided {
  const refusal = notToDecide(papers);
  if (refusal) return refusedBy(papers, refusal);
  const { schedule, ...change } = afterEvidence(papers, 'awaited', about.at);
  const effects = { closes: OF_EVIDENCE, mails: evidenceMail(papers, 'asked-again') };
  return step(papers, 'evidenceAskedAgain', about.at, { ...change, schedule: merged(schedule, toShow(about)) }, effects);
}

/** REG-15: staff refuse the evidence of need: papers that are not despatched yet are withheld. */
export function refuseEvidence(papers: ModifiedPapers, _command: object, { at }: About): Decided {
  const refusal = notToDecide(papers);
  if (refusal) return refusedBy(papers, refusal);
  const mails = evidenceMail(papers, 'refused');
  if (areToCome(papers)) {
    const change = { evidence: 'refused' as const, evidenceSince: at, schedule: [] };
    return step(papers, 'withheld', at, change, { mails, closes: [...TASKS] });
  }
  return step(papers, 'evidenceRefused', at, afterEvidence(papers, 'refused', at), { mails, closes: OF_EVIDENCE });
}

/** What happens by itself when a time is over. */
export function onDue(papers: ModifiedPapers, due: Scheduled<PapersEvent>, about: About): Decided {
  const rest = { schedule: papers.schedule.slice(1) };
  const { reference, state, day } = papers;
  switch (due.what) {
    case 'despatchLate': {
      const mails = [{ template: 'modified-papers-late', to: { queue: QUEUE }, facts: { reference, day: dateWords(day) } }];
      const effects = { opens: [taskOf('late', day, about)], closes: [TO_SEND[state as 'requested' | 'processed']], mails };
      return step(papers, 'late', due.at, { ...rest, isLate: true }, { ...effects, evidence: { despatchBy: dueOf(day, about) } });
    }
    case 'dayOver':
      return step(papers, 'missed', due.at, { schedule: [], ...dropped(papers, due.at) }, { closes: [...TASKS] });
    case 'evidenceReminder':
      return step(papers, 'evidenceReminded', due.at, rest, { mails: evidenceMail(papers, 'reminder') });
    case 'evidenceLate': {
      const mails = [{ template: 'evidence-of-need-late', to: { queue: QUEUE }, facts: { reference } }];
      const opens = [{ queue: QUEUE, task: CHASE, ...decideBy(due.at, about) }];
      return step(papers, 'evidenceLate', due.at, { ...rest, evidence: 'late', evidenceSince: due.at }, { mails, opens });
    }
  }
}

/** Evidence that nobody has to show any more, where it was open. */
export function dropped(papers: ModifiedPapers, at: Instant): Partial<ModifiedPapers> {
  return isEvidenceOpen(papers) ? { evidence: 'dropped', evidenceSince: at } : {};
}

/** What the papers for a day are scheduled by: despatched so many working days before it, to 24:00 London of the last of them; at once where that is over. */
export function toDespatch(day: LocalDate, about: Pick<About, 'at' | 'policy' | 'calendar'>): Scheduled<PapersEvent>[] {
  const count = countOf(day, about);
  const due = endOf(count, about.calendar);
  const late = due > about.at ? { at: due, counted: { at: count } } : { at: about.at };
  return merged([{ what: 'despatchLate', ...late }], [{ what: 'dayOver', at: endOfDate(day) }]);
}

/** When papers for a day have to be despatched at the latest (REG-15, TIM-4). */
export function dueOf(day: LocalDate, about: Pick<About, 'policy' | 'calendar'>): Instant {
  return endOf(countOf(day, about), about.calendar);
}

/** Staff's task about papers in a state, or late, due with their despatch. */
export function taskOf(state: keyof typeof TO_SEND, day: LocalDate, about: Pick<About, 'policy' | 'calendar'>): WorkItem {
  const count = countOf(day, about);
  return { queue: QUEUE, task: TO_SEND[state], dueAt: endOf(count, about.calendar), counted: { dueAt: count } };
}

/** What staff do once papers are in another state: tasks of the one before are answered. */
export function tasksOf(papers: ModifiedPapers, state: 'requested' | 'processed' | null, about: About): Pick<Effects, 'opens' | 'closes'> {
  const task = state && taskOf(papers.isLate ? 'late' : state, papers.day, about);
  return { opens: task ? [task] : [], closes: OF_PAPERS.filter((each) => each !== task?.task) };
}

/** Case operators decide evidence, due in so many working days. */
export function toDecide(at: Instant, about: About): Pick<Effects, 'opens' | 'closes'> {
  return { opens: [{ queue: QUEUE, task: DECIDE, ...decideBy(at, about) }], closes: [CHASE] };
}

/** A mail to the contact of the arrangement (REG-15). */
export function contactMail({ id, reference }: ModifiedPapers, template: string): Mail[] {
  return [{ template, to: { arrangement: id }, facts: { reference, papers: id } }];
}

/** A schedule without what was of the evidence. */
export function withoutEvidence(schedule: Scheduled<PapersEvent>[]): Scheduled<PapersEvent>[] {
  return schedule.filter((due) => !isOfEvidence(due));
}

/** What a command to papers of which nothing is awaited any more is told (REG-15). */
export function papersEnded({ state }: ModifiedPapers): Refusal {
  return refuse('ended', 'REG-15', `These papers are ${stages[state].toLowerCase()}`, 'Read how they stand.');
}

/** A mail to the contact and to whoever booked, who upload evidence or see to it. */
function evidenceMail({ id, reference }: ModifiedPapers, what: string): Mail[] {
  return [{ template: `evidence-of-need-${what}`, to: { evidence: id }, facts: { reference, papers: id } }];
}

function afterEvidence(papers: ModifiedPapers, evidence: ModifiedPapers['evidence'], at: Instant) {
  return { evidence, evidenceSince: at, schedule: withoutEvidence(papers.schedule) };
}

function toShow({ at, policy, calendar }: About): Scheduled<PapersEvent>[] {
  const { evidenceReminderWorkingDays, evidenceWorkingDays } = policy.modifiedPapers;
  const reminder = { what: 'evidenceReminder', workingDays: evidenceReminderWorkingDays } as const;
  return ladder<PapersEvent>(at, [reminder, { what: 'evidenceLate', workingDays: evidenceWorkingDays }], calendar);
}

function decideBy(at: Instant, { policy, calendar }: About) {
  const [due] = ladder(at, [{ what: 'decide', workingDays: policy.modifiedPapers.decisionWorkingDays }], calendar);
  return dueAs(due!, 'at');
}

function countOf(day: LocalDate, { policy }: Pick<About, 'policy'>): Count {
  return { from: startOfDate(day), workingDays: -policy.modifiedPapers.despatchWorkingDays, through: true };
}

function notToDecide({ evidence }: ModifiedPapers): Refusal | null {
  if (evidence === 'toDecide' || evidence === 'late') return null;
  const detail = `There is no evidence of need to decide: it is ${evidenceWords[evidence].toLowerCase()}`;
  return refuse('notToDecide', 'REG-15', detail, 'Read how the papers stand.');
}
