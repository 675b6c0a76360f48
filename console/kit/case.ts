import type { Express } from 'express';
import type { components } from './api';
import { headsOf, shownCell, type Cell } from './cells';
import { data, keyed, Refused } from './client';
import { openDecisions, serveDecisions, type Decided } from './decision';
import { sendFile } from './files';
import { isStaff } from './navigation';
import { field, may, pathOf, serve, serveForm, type Page, type Said, type Visit } from './page';
import { shownTask } from './tasks';
import { timelineOf, type Happened } from './timeline';

type Process = components['schemas']['ShowProcessAnswer'];

/** What is known of a case, a line each. */
export type Facts = [label: string, cell: Cell][];

/** A table on a case's page. */
export interface Table {
  caption: string;
  heads: string[];
  rows: Cell[][];
  nothing: string;
}

/** What happened to a case, newest first, and the mails about it, oldest first. */
export interface ToldOf {
  history: Happened[];
  mails: { template: string; writtenAt: string; sentAt: string | null; status: string; to: string[] }[];
}

/** A case's page: headline, why it waits and what comes next, the decision first; then its facts, and by sub-navigation the rest. */
export interface CasePage<Subject extends { id: string }> extends Decided<Subject> {
  facts(subject: Subject): Facts;
  /** What else belongs to it, each with its page. */
  related?(subject: Subject, visit: Visit): { href: string; text: string }[];
  /** Money's tables, where there is money. */
  money?(subject: Subject): Table[];
  /** What happened to it and its mails, where those whose it is read them without the rights of staff. */
  told?(subject: Subject, visit: Visit): Promise<ToldOf>;
  /** The process that it waits in, where that is not its own. */
  processOf?(subject: Subject): string;
  /** True where people write notes and keep files about it. */
  isWorkedOn?: false;
  /** False where nobody of ours is ever awaited: our time is not counted (WHY-2). */
  hasServiceLevel?: false;
  /** A template of its own that extends `case-page.njk`. */
  template?: string;
  beside?(subject: Subject, visit: Visit): Promise<Record<string, unknown>>;
}

const VIEWS = { history: 'History', money: 'Money', files: 'Files and notes', mails: 'Mails', audit: 'Audit trail' } as const;
type View = keyof typeof VIEWS;

/** Serves a case's page with its decisions, notes and files; answers the page. */
export function serveCase<Subject extends { id: string }>(app: Express, apiUrl: string, of: CasePage<Subject>): Page {
  const page: Page = { path: of.path, template: of.template ?? 'case-page', load: (visit) => shownCase(of, visit) };
  serve(app, page);
  serveDecisions(app, of);
  serveForm(app, `${of.path}/notes`, page, (visit) => keepNote(of, visit));
  serveForm(app, `${of.path}/files`, page, (visit) => upload(apiUrl, of, visit));
  return page;
}

/** What is not there, or not for this user, is left out of the page. */
export async function orNothing<Found>(found: Promise<Found>): Promise<Found | null> {
  return found.catch((error: unknown) => {
    if (error instanceof Refused && (error.status === 404 || error.status === 403)) return null;
    throw error;
  });
}

/** A process as its visitor is told of it: how much of our time is used is ours to know (WHY-2). */
export function asTold(
  { serviceLevel, ...told }: Process,
  { me }: Visit,
  isCounted = true,
): Omit<Process, 'serviceLevel'> & Partial<Process> {
  return isStaff(me.role) && isCounted ? { ...told, serviceLevel } : told;
}

async function shownCase<Subject extends { id: string }>(of: CasePage<Subject>, visit: Visit): Promise<Record<string, unknown>> {
  const { api } = visit;
  const processAt = (id: string) => orNothing(data(api.GET('/v1/processes/{id}', { params: { path: { id } } })));
  // What can be done is read after the stage: a page never names a stage whose decisions it lacks.
  const own = of.processOf ? null : await processAt(visit.params['id']!);
  const subject = await of.subject(visit);
  const views = (Object.keys(VIEWS) as View[]).filter((each) => isThere(each, of, visit));
  const view = chosenView(views, visit);
  const id = subject.id;
  const [process, tasks, shown, beside] = await Promise.all([
    of.processOf ? processAt(of.processOf(subject)) : own,
    may(visit, 'viewWork') ? data(api.GET('/v1/work-items', { params: { query: { about: id, limit: 20 } } })) : { items: [] },
    toldOf(view, of, subject, visit) ?? viewOf(view, id, visit),
    of.beside?.(subject, visit) ?? {},
  ]);
  const base = pathOf(of.path, visit);
  return {
    subject,
    title: of.title(subject),
    process: process && asTold(process, visit, of.hasServiceLevel),
    tasks: tasks.items.map((task) => shownTask(task, visit.me)),
    decisions: openDecisions(of, subject, visit),
    facts: of.facts(subject).map(([label, cell]) => ({ label, cell: shownCell(cell) })),
    related: of.related?.(subject, visit) ?? [],
    base,
    view,
    views: views.map((each) => ({ text: VIEWS[each], href: `${base}?view=${each}#view`, active: each === view })),
    money: view === 'money' ? of.money!(subject).map(shownTable) : [],
    ...shown,
    history: view === 'history' ? historyOf(shown, process) : [],
    ...beside,
  };
}

/** The view that is asked for; where a note or a file was refused, the one that its form lies on. */
function chosenView(views: View[], { refused, body, file, query }: Visit): View {
  const asked = refused && ('text' in body || file !== null) ? 'files' : query['view'];
  return views.find((each) => each === asked) ?? views[0]!;
}

function isThere<Subject extends { id: string }>(view: View, of: CasePage<Subject>, visit: Visit): boolean {
  if (view === 'money') return of.money !== undefined;
  if (view === 'files' && of.isWorkedOn === false) return false;
  if (view === 'mails' && of.told) return true;
  return view === 'history' || may(visit, view === 'files' ? 'workCases' : view === 'mails' ? 'viewWork' : 'viewAudit');
}

/** What its own people read of it; undefined where the page tells of it as of any case. */
function toldOf<Subject extends { id: string }>(view: View, of: CasePage<Subject>, subject: Subject, visit: Visit) {
  return view === 'history' || view === 'mails' ? of.told?.(subject, visit) : undefined;
}

function historyOf(shown: Partial<ToldOf> & { audit?: Parameters<typeof timelineOf>[1] }, process: Process | null): Happened[] {
  return shown.history ?? timelineOf(process?.stages ?? [], shown.audit);
}

async function viewOf(view: View, id: string, visit: Visit): Promise<Record<string, unknown>> {
  const { api } = visit;
  const path = { id };
  const trail = async () =>
    may(visit, 'viewAudit') ? ((await orNothing(data(api.GET('/v1/audit/{id}', { params: { path } }))))?.items ?? []) : undefined;
  if (view === 'history' || view === 'audit') return { audit: await trail() };
  if (view === 'mails') return { mails: (await data(api.GET('/v1/mails', { params: { query: { about: id } } }))).items };
  if (view === 'money') return {};
  const [notes, files, draft] = await Promise.all([
    orNothing(data(api.GET('/v1/cases/{id}/notes', { params: { path } }))),
    orNothing(data(api.GET('/v1/files', { params: { query: { about: id } } }))),
    orNothing(data(api.GET('/v1/cases/{id}/drafts/{form}', { params: { path: { id, form: 'note' } } }))),
  ]);
  const kept = (draft?.content as { text?: string } | undefined)?.text ?? '';
  return { notes: notes?.items ?? [], files: files?.items ?? [], draft: kept };
}

/** A table as its template draws it. */
export function shownTable({ caption, heads, rows, nothing }: Table) {
  const drawn = rows.map((row) => ({ cells: row.map(shownCell) }));
  return {
    caption,
    nothing,
    rows: drawn,
    heads: headsOf(heads, drawn),
  };
}

/** Keeps a note, or half of one for later: the API holds it, so that it outlives the session (SEC-2, WRK-1). */
async function keepNote(of: { path: string }, visit: Visit): Promise<Said> {
  const path = { id: visit.params['id']! };
  const text = field(visit, 'text');
  const isLater = field(visit, 'later') !== '';
  const header = keyed(field(visit, 'key'));
  if (!isLater) await data(visit.api.POST('/v1/cases/{id}/notes', { params: { path, header }, body: { text } }));
  const draft = { params: { path: { ...path, form: 'note' }, header: keyed('') }, body: { content: isLater ? { text } : null } };
  await data(visit.api.PUT('/v1/cases/{id}/drafts/{form}', draft));
  return {
    to: `${pathOf(of.path, visit)}?view=files#view`,
    text: isLater ? 'Your half-written note is kept for you.' : 'The note is kept.',
  };
}

/** Keeps a file about a case, on the page of its files (SEC-12). */
async function upload(apiUrl: string, of: { path: string }, visit: Visit): Promise<Said> {
  await sendFile(`${apiUrl}/v1/files?about=${encodeURIComponent(visit.params['id']!)}`, visit);
  return { to: `${pathOf(of.path, visit)}?view=files#view`, text: `${visit.file!.name} is kept with the case.` };
}
