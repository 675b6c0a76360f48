import type { Request, Response, Router } from 'express';
import { type Api, headersOf, keyed, type Problem, Refused } from './client';
import { shownFaults } from './faults';
import type { Field } from './fields';
import { atLevel, levelOf, shownSwitch } from './level';
import { fromOf } from './session';
import { isStaff, navigationOf, type Me, type Waiting } from './navigation';
import { heard, sayAndGo, type Said } from './said';

export { field, fields, numberField, penceOf } from './fields';
export type { Said } from './said';

/** One visit of a page by a signed-in user. */
export interface Visit {
  api: Api;
  /** The signed-in user. */
  me: Me;
  /** The company, group or office that he has chosen to see; null for all that he may (EMP-7). */
  level: string | null;
  /** What tells the API who visits and from where, for what goes past the typed client: files. */
  headers: Record<string, string>;
  params: Record<string, string>;
  /** The first value of each member of the address. */
  query: Record<string, string>;
  /** All values of each, for what stands there several times. */
  queries: Record<string, string[]>;
  /** Where it was sent. */
  path: string;
  body: Record<string, string | string[]>;
  file: { name: string; content: Buffer } | null;
  /** What the API refused of the form that this page comes again for. */
  refused?: Problem;
}

/** A page: its template and what it shows. */
export interface Page {
  path: string;
  template: string;
  load(visit: Visit): Promise<Record<string, unknown>>;
  /** The fields of its forms: faults are told at them. */
  fields?: Field[];
}

/** A page that a form answers with itself, for what is shown once and never again. */
export interface Shown {
  template: string;
  shown: Record<string, unknown>;
}

/** The next step of a form on the same page: what is known by now, beside what was entered so far. */
export interface Step {
  known: Record<string, string | string[]>;
}

/** Serves a page. */
export function serve(router: Router, page: Page): void {
  router.get(page.path, async (request, response) => render(request, response, page));
}

/**
 * Serves a form that lies on a page: it leads on where it was accepted, and the next page says what was done; where the API refused
 * it, the page comes again with every fault, each at its field, and with what the user had entered.
 */
export function serveForm(router: Router, path: string, page: Page, act: (visit: Visit) => Promise<Said | Shown | Step>): void {
  router.post(path, async (request, response) => {
    try {
      const said = await act(visitOf(request, response));
      if ('known' in said) {
        Object.assign(request.body as Visit['body'], said.known);
        await render(request, response, page);
      } else if ('template' in said) response.render(`${said.template}.njk`, { ...response.locals, ...said.shown });
      else sayAndGo(response, said);
    } catch (error) {
      if (!(error instanceof Refused) || error.status === 401) throw error;
      await render(request, response.status(error.status), page, error.problem);
    }
  });
}

/** A path of ours to go back to; the home page for anything else. */
export function localPath(given: string): string {
  return /^\/(?![/\\])/.test(given) && !/\p{Cc}/u.test(given) ? given : '/';
}

/** A path with the identifier of the visited case in its place. */
export function pathOf(path: string, { params }: Pick<Visit, 'params'>): string {
  return path.replace(':id', encodeURIComponent(params['id'] ?? ''));
}

/** The header of a command: the form's own key, so that a form that is sent twice is done once. */
export function commandOf({ body }: Pick<Visit, 'body'>): { header: { 'Idempotency-Key': string } } {
  return { header: keyed(body['key']) };
}

/** The same and the path of a command on the case that a page is about. */
export function target(visit: Visit): { params: { path: { id: string }; header: { 'Idempotency-Key': string } } } {
  return { params: { path: { id: visit.params['id']! }, ...commandOf(visit) } };
}

/** May the visitor do this anywhere? The API decides; pages leave out what it would refuse. */
export function may({ me }: Pick<Visit, 'me'>, permission: string): boolean {
  return me.permissions.includes(permission);
}

/** A visit as a page or a form reads it. */
export function visitOf(request: Request, response: Response): Visit {
  const { api, token, me } = response.locals as { api: Api; token: string; me: Me };
  const body = (request.body ?? {}) as Visit['body'];
  const given = Object.entries(request.query as Record<string, string | string[]>);
  const queries = Object.fromEntries(given.map(([name, value]) => [name, [value].flat()]));
  const file = request.file ? { name: request.file.originalname, content: request.file.buffer } : null;
  return {
    api,
    headers: headersOf(fromOf(request), token),
    me,
    level: levelOf(request, me),
    params: request.params as Visit['params'],
    query: Object.fromEntries(Object.entries(queries).map(([name, values]) => [name, values[0] ?? ''])),
    queries,
    path: request.path,
    body,
    file,
  };
}

async function render(request: Request, response: Response, page: Page, problem?: Problem): Promise<void> {
  const visit = { ...visitOf(request, response), ...(problem ? { refused: problem } : {}) };
  const { isPoll } = fromOf(request);
  const [shown, waiting, levels] = await Promise.all([page.load(visit), isPoll ? {} : waitingAt(visit), isPoll ? {} : shownSwitch(visit)]);
  const faults = problem && shownFaults(problem, page.fields ?? []);
  // A page that asks how far something is must not take what another one's form did.
  const said = isPoll ? null : heard(request, response);
  response.render(`${page.template}.njk`, {
    ...response.locals,
    ...(isStaff(visit.me.role) ? {} : { workflowsUrl: null }),
    navigation: navigationOf(visit.me, request.path, waiting),
    faults,
    errors: faults?.at ?? {},
    entered: request.body ?? {},
    ...levels,
    ...shown,
    said,
    path: request.path,
  });
}

/** What waits at each desk of staff, and how much is in each list; counts are beside the point where they cannot be had. */
async function waitingAt({ api, me, level }: Visit): Promise<Waiting> {
  try {
    const [desks, panels] = await Promise.all([
      isStaff(me.role) ? api.GET('/v1/waiting') : null,
      me.permissions.includes('viewApplications') ? api.GET('/v1/panels', { params: { query: atLevel({ level }) } }) : null,
    ]);
    return { ...desks?.data, ...panels?.data };
  } catch {
    return {};
  }
}
