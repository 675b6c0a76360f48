import { refusedBy, type Decision, type Mail } from '../decision';
import type { Scheduled, Situation, Unheard } from '../process';
import { refuse, type Refusal } from '../refusal';
import { ladder } from '../schedule';
import { londonDate } from '../working-days';
import { inWords } from './document.standing';
import type { Document, DocumentEvent, DocumentFacts, DocumentWish } from './document.state';
import { documentLife } from './document.transitions';

const { step } = documentLife;
type About = Situation<DocumentFacts>;
/** A decision about a document. */
export type Decided = Decision<Document>;

/** The administrators' task about a document that could not be made. */
export const RETRY_DOCUMENT = 'retryDocument';
const ADMINISTRATORS = { queue: 'administrator' };

/** FIN-1: the report of a day that has begun, in London, is asked for; ORD-6: an invoice is, by the payment that it is of; REG-10, BKG-6: paperwork is, by what registers or books. */
export function ask(document: Document, wish: DocumentWish, about: About): Decided {
  const { at, by } = about;
  if (wish.kind === 'day-report' && wish.day > londonDate(at)) {
    const remedy = `Choose ${londonDate(at)} or a day before it.`;
    return refusedBy(document, refuse('day', 'FIN-1', `${wish.day} has not begun`, remedy, '/day'));
  }
  const next = { ...document, wish, requestedBy: by!, round: 1, schedule: untilLate(about) };
  return step(next, 'asked', at, {});
}

/** The document worker has kept a file, and the row knows it. */
export function unheard({ state }: Document, { file }: DocumentFacts): Unheard | null {
  return file && (state === 'asked' || state === 'failed') ? { news: 'made', key: file.id, body: null, at: file.at } : null;
}

/** The file is there, however late. ORD-6: whoever is billed hears of an invoice then, once. */
export function made(document: Document, _news: null, { at, facts }: About): Decided {
  const { wish } = document;
  const mails = wish?.kind === 'invoice' ? [toBilled(wish, facts.invoice!)] : [];
  return step(document, 'made', at, { file: facts.file!.id, schedule: [] }, { closes: [RETRY_DOCUMENT], mails });
}

/** OPS-2: no try was left; administrators have a task, and are reminded of it. */
export function failed(document: Document, _news: null, about: About): Decided {
  if (document.state !== 'asked') return refusedBy(document, notFailed(document));
  const schedule = reminder(about.at, about);
  const opens = [{ ...ADMINISTRATORS, task: RETRY_DOCUMENT, dueAt: schedule[0]!.at }];
  return step(document, 'failed', about.at, { schedule }, { opens, mails: [tell(document, 'document-failed')] });
}

/** OPS-2: a failed document is made anew. */
export function retry(document: Document, _command: object, about: About): Decided {
  if (document.state !== 'failed') return refusedBy(document, notFailed(document));
  const change = { round: document.round + 1, schedule: untilLate(about) };
  return step(document, 'retried', about.at, change, { closes: [RETRY_DOCUMENT] });
}

/** OPS-2: administrators hear once that a document is late, and again and again of one that failed. */
export function onDue(document: Document, due: Scheduled<DocumentEvent>, about: About): Decided {
  if (due.what === 'late') return step(document, 'late', due.at, { schedule: [] }, { mails: [tell(document, 'document-late')] });
  const schedule = reminder(due.at, about);
  return step(document, 'reminded', due.at, { schedule }, { mails: [tell(document, 'document-failed')] });
}

/** What a retry of a document that did not fail is told (OPS-2). */
export function notFailed({ state }: Document): Refusal {
  const remedy = state === 'made' ? 'Download it, or ask for a new one.' : 'Wait until it is made.';
  return refuse('ended', 'OPS-2', `This document is ${state}`, remedy);
}

function untilLate({ at, policy, calendar }: About): Scheduled<DocumentEvent>[] {
  return ladder<DocumentEvent>(at, [{ what: 'late', minutes: policy.document.lateMinutes }], calendar);
}

function reminder(at: string, { policy, calendar }: About): Scheduled<DocumentEvent>[] {
  return ladder<DocumentEvent>(at, [{ what: 'remind', days: policy.document.remindEveryDays }], calendar);
}

function toBilled({ invoice, of }: Extract<DocumentWish, { kind: 'invoice' }>, reference: string): Mail {
  return { template: of === 'invoice' ? 'invoice-made' : 'credit-note-made', to: { invoice }, facts: { invoice, reference } };
}

function tell({ reference, wish }: Document, template: string): Mail {
  return { template, to: ADMINISTRATORS, facts: { reference, subject: inWords(wish) } };
}
