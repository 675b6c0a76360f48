import type { Express } from 'express';
import type { components } from '../kit/api';
import { shownTable, type Facts } from '../kit/case';
import { moneyOf, momentOf, shownCell } from '../kit/cells';
import { Refused, type Problem } from '../kit/client';
import { drawn, insistOn } from '../kit/decision';
import type { Field } from '../kit/fields';
import { field, fields, serve, serveForm, type Page, type Said, type Step, type Visit } from '../kit/page';
import { plural, words } from '../kit/words';
import { bandTag, type Band } from './booking-words';

type Quote = components['schemas']['Booked'];
type Group = Quote['groups'][number];

/** A form whose price is told before it is sent: entry details, the quote of a dry run with what has to be accepted, then done (WHY-3). */
export interface QuotedForm<Subject> {
  path: string;
  back: { href: string; text: string };
  subject(visit: Visit): Promise<Subject>;
  title(subject: Subject): string;
  /** What the last button says. */
  button: string;
  /** What is worth knowing before it is filled in. */
  says(subject: Subject): string[];
  fields(subject: Subject, visit: Visit): Field[];
  /** The same as they are confirmed, in words. */
  entered(subject: Subject, visit: Visit): Facts;
  /** What a component is called. */
  componentOf(subject: Subject, code: string): string;
  /** Where the API is told that the fee of a sitting is accepted. */
  acceptAt(sitting: number): string;
  send(visit: Visit, subject: Subject, isQuote: boolean): Promise<Quote>;
  done(quote: Quote, subject: Subject): Said;
}

/** What is booked for one component: groups of several places together. */
interface Sitting extends Pick<Group, 'component' | 'assessmentAt' | 'band' | 'changesAt' | 'fee' | 'placesLeft'> {
  many: number;
  total: { amount: number };
}

/** Serves such a form; its pages are the steps of one address. */
export function serveQuoted<Subject>(app: Express, form: QuotedForm<Subject>): void {
  const page: Page = { path: form.path, template: 'quoted', load: (visit) => shown(form, visit) };
  serve(app, page);
  serveForm(app, form.path, page, (visit) => act(form, visit));
}

/** The band whose fee is accepted for a sitting; null for none. */
export function acceptedOf(visit: Visit, sitting: number): Band | null {
  return (field(visit, `accept-${sitting}`) || null) as Band | null;
}

async function act<Subject>(form: QuotedForm<Subject>, visit: Visit): Promise<Said | Step> {
  const pressed = field(visit, 'do');
  if (pressed !== 'book') return { known: { step: pressed === 'quote' ? 'review' : '' } };
  const subject = await form.subject(visit);
  return form.done(await form.send(visit, subject, false), subject);
}

async function shown<Subject>(form: QuotedForm<Subject>, visit: Visit): Promise<Record<string, unknown>> {
  insistOn('bookings', visit);
  const subject = await form.subject(visit);
  const { quote, problem } = field(visit, 'step') === 'review' ? await quoteOf(form, visit, subject) : { problem: visit.refused };
  if (quote) return review(form, visit, subject, quote);
  const { refused: _before, ...fresh } = visit;
  return {
    ...{ back: form.back, title: form.title(subject), says: form.says(subject), isOpen: true },
    ...drawn(form.fields(subject, visit), problem ? { ...fresh, refused: problem } : fresh),
  };
}

/** What it would cost just now; a refusal is told at the entry details. */
async function quoteOf<Subject>(
  form: QuotedForm<Subject>,
  visit: Visit,
  subject: Subject,
): Promise<{ quote?: Quote; problem?: Problem | undefined }> {
  try {
    return { quote: await form.send(visit, subject, true) };
  } catch (error) {
    if (!(error instanceof Refused) || ![400, 409, 422].includes(error.status)) throw error;
    return { problem: error.problem };
  }
}

function review<Subject>(form: QuotedForm<Subject>, visit: Visit, subject: Subject, quote: Quote) {
  const sittings = sittingsOf(quote);
  const rows = sittings.map(({ component, assessmentAt, band, changesAt, many, fee, total }) => [
    ...[form.componentOf(subject, component), { moment: assessmentAt }, bandTag(band), { moment: changesAt }],
    ...[many, { money: fee }, { money: total }],
  ]);
  const heads = ['Component', 'Sat', 'Band', 'Until', 'Bookings', 'Fee each', 'Fee'];
  const dear = sittings.map((sitting, index) => ({ sitting, index })).filter(({ sitting }) => sitting.band !== 'ordinary');
  const accepts = dear.map(({ sitting, index }) => acceptance(form, subject, sitting, index));
  const kept = form.fields(subject, visit).flatMap(({ name }) => fields(visit, name).map((value) => ({ name, value })));
  return {
    ...{ back: form.back, title: 'Confirm entry details', isReview: true, button: form.button, kept },
    quote: shownTable({ caption: 'What it costs', heads, rows, nothing: '' }),
    total: moneyOf(quote.total),
    warnings: dear.map(({ sitting }) => warningOf(form, subject, sitting)),
    facts: form.entered(subject, visit).map(([label, cell]) => ({ label, cell: shownCell(cell) })),
    ...drawn(accepts, visit),
  };
}

function sittingsOf({ groups }: Quote): Sitting[] {
  const sittings = new Map<string, Sitting>();
  for (const { bookings, total, ...group } of groups) {
    const before = sittings.get(group.component) ?? { ...group, many: 0, total: { amount: 0 } };
    const sum = { many: before.many + bookings.length, total: { amount: before.total.amount + total.amount } };
    sittings.set(group.component, { ...before, ...sum });
  }
  return [...sittings.values()];
}

function warningOf<Subject>(form: QuotedForm<Subject>, subject: Subject, { component, band, changesAt, fee, placesLeft }: Sitting): string {
  const until = changesAt ? ` until ${momentOf(changesAt)}` : '';
  const places = placesLeft === undefined ? '' : ` Very late places left in the window after it: ${placesLeft}.`;
  return `${form.componentOf(subject, component)}: this is a ${words(band).toLowerCase()} booking${until}. A fee of ${moneyOf(fee)} with VAT is charged for each learner.${places}`;
}

function acceptance<Subject>(form: QuotedForm<Subject>, subject: Subject, { component, band, many, total }: Sitting, index: number): Field {
  const text = `I accept the ${words(band).toLowerCase()} fee of ${moneyOf(total)} for ${plural(many, 'booking')}`;
  return {
    ...{ name: `accept-${index}`, label: `Fee for ${form.componentOf(subject, component)}`, as: 'ticks', choices: [[band, text]] },
    pointer: form.acceptAt(index),
  };
}
