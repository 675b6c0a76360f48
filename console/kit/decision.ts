import type { Express } from 'express';
import { Refused } from './client';
import { drawnField, type Field } from './fields';
import { may, pathOf, serve, serveForm, type Page, type Said, type Shown, type Step, type Visit } from './page';
import { shownFaults } from './faults';

/** What a page asks about a subject: what becomes of it, and a button that says what is done. */
interface Asked<Subject> {
  /** What the API asks for; who may not is not given the form. Null for what everybody may. */
  permission: string | null;
  title(subject: Subject, visit: Visit): string;
  /** What becomes of whom, before it is confirmed. */
  says(subject: Subject, visit: Visit): string[];
  fields(subject: Subject, visit: Visit): Field[];
  /** With the amount or the name that it is about. */
  button(subject: Subject, visit: Visit): string;
  /** What is worth reading or downloading before it is sent. */
  links?: { href: string; text: string }[];
  /** Money moves or rights are lost: it is warned of. */
  isGrave?: boolean;
}

/** One decision about one case, on a page of its own. */
export interface Decision<Subject> extends Asked<Subject> {
  /** Its place below the case's page. */
  name: string;
  /** What the case's page calls it. */
  link: string;
  /** True while the case is open for it. */
  isOpen(subject: Subject, visit: Visit): boolean;
  /** The same decision at other places of the case, each with its address. */
  elsewhere?(subject: Subject, visit: Visit): { href: string; text: string; isHere: boolean }[];
  /** The first that a case's page offers. */
  isUsual?: boolean;
  act(visit: Visit, subject: Subject): Promise<Said | Step>;
}

/** A case's page that decisions belong to. */
export interface Decided<Subject> {
  /** Its path, with `:id`. */
  path: string;
  subject(visit: Visit): Promise<Subject>;
  /** What the case is called in a link back. */
  title(subject: Subject): string;
  decisions: Decision<Subject>[];
}

/** Serves a page for each decision. */
export function serveDecisions<Subject>(app: Express, of: Decided<Subject>): void {
  for (const decision of of.decisions) {
    const path = `${of.path}/${decision.name}`;
    const page: Page = { path, template: 'decision-page', load: (visit) => shownDecision(of, decision, visit) };
    serve(app, page);
    serveForm(app, path, page, async (visit) => decision.act(visit, await of.subject(visit)));
  }
}

interface Back {
  href: string;
  text: string;
}
/** A form on a page of its own that is about no case yet: `subject` is what it has to know. */
export interface FormPage<Subject> extends Asked<Subject> {
  path: string;
  back: Back | ((visit: Visit) => Back);
  /** What its button does is shown and not done: it warns of nothing yet. */
  isPreview?(subject: Subject, visit: Visit): boolean;
  subject(visit: Visit): Promise<Subject>;
  act(visit: Visit): Promise<Said | Shown | Step>;
}

/** Serves such a form. */
export function serveFormPage<Subject>(app: Express, form: FormPage<Subject>): void {
  const page: Page = {
    path: form.path,
    template: 'decision-page',
    load: async (visit) => {
      insistOn(form.permission, visit);
      const subject = await form.subject(visit);
      const isGrave = form.isGrave === true && !form.isPreview?.(subject, visit);
      const back = typeof form.back === 'function' ? form.back(visit) : form.back;
      return { back, isOpen: true, ...shownAsked({ ...form, isGrave }, subject, visit) };
    },
  };
  serve(app, page);
  serveForm(app, form.path, page, form.act);
}

/** The decisions that a case is open for and that the visitor may take, as its page offers them. */
export function openDecisions<Subject>({ path, decisions }: Decided<Subject>, subject: Subject, visit: Visit) {
  return decisions
    .filter((each) => mayBeAsked(each.permission, visit) && each.isOpen(subject, visit))
    .map(({ name, link, isGrave, isUsual }) => ({
      href: `${pathOf(path, visit)}/${name}`,
      text: link,
      isGrave: isGrave ?? false,
      isUsual: isUsual ?? false,
    }));
}

async function shownDecision<Subject>(of: Decided<Subject>, decision: Decision<Subject>, visit: Visit) {
  insistOn(decision.permission, visit);
  const subject = await of.subject(visit);
  return {
    back: { href: pathOf(of.path, visit), text: of.title(subject) },
    // A refusal is told by the page all the same: what was typed would be lost where the case has moved on.
    isOpen: decision.isOpen(subject, visit) || visit.refused !== undefined,
    elsewhere: decision.elsewhere?.(subject, visit) ?? [],
    ...shownAsked(decision, subject, visit),
  };
}

function shownAsked<Subject>({ title, says, links = [], button, fields, isGrave = false }: Asked<Subject>, subject: Subject, visit: Visit) {
  return {
    title: title(subject, visit),
    says: says(subject, visit),
    links,
    button: button(subject, visit),
    isGrave,
    ...drawn(fields(subject, visit), visit),
  };
}

const mayBeAsked = (permission: string | null, visit: Visit) => permission === null || may(visit, permission);

/** Nobody is given a form that he may not send: throws a refusal where the right is missing. */
export function insistOn(permission: string | null, visit: Visit): void {
  if (mayBeAsked(permission, visit)) return;
  throw new Refused(403, { type: 'urn:countersign:problem:forbidden', title: `The right "${permission}" is missing` });
}

/** A form's fields as they are drawn, and the faults at them, told together. */
export function drawn(fields: Field[], visit: Visit) {
  const faults = visit.refused && shownFaults(visit.refused, fields);
  const isUpload = fields.some(({ as }) => as === 'file');
  return { isUpload, fields: fields.map((each) => drawnField(each, visit.body, faults?.at ?? {})), ...(faults ? { faults } : {}) };
}
