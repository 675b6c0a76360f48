import type { Request, Response, Router } from 'express';
import { type Api, headersOf, type Problem, Refused } from './client';
import { fromOf } from './session';
import type { Me } from './navigation';

/** One visit of a page by a signed-in user. */
export interface Visit {
  api: Api;
  /** The signed-in user. */
  me: Me;
  /** What tells the API who visits and from where, for what goes past the typed client: files. */
  headers: Record<string, string>;
  params: Record<string, string>;
  query: Record<string, string>;
  body: Record<string, string | string[]>;
  file: { name: string; content: Buffer } | null;
}

/** A page: its template and what it shows. */
export interface Page {
  path: string;
  template: string;
  load(visit: Visit): Promise<Record<string, unknown>>;
}

/** What the outcome of a form says on the page that follows, by a code in its address. */
export const outcomes: Record<string, string> = {
  known: 'This very file was imported before; nothing of it counts twice. This is that import.',
  accepted: 'The receipt is allocated to the order.',
  acceptedNext: 'The receipt before is allocated to its order. This is the next in suspense.',
  asked: 'The likely payers are asked by e-mail, each once.',
  returned: 'The receipt goes back to its sender.',
  split: 'The receipt is split; each part is told to its order.',
  extended: 'The hold is extended.',
  cancelled: 'The hold is cancelled; what was received stays in suspense.',
  decided: 'Your decision is taken.',
  reversalAsked: 'The reversal waits for a second person of finance.',
  claimed: 'Thank you. Our finance team looks for your transfer, and you get an e-mail once your funds are usable.',
  confirmed: 'The claim is confirmed and the order is allocated.',
  declined: 'It is declined.',
  documentAsked: 'The document is being made.',
  approved: 'The reversal is approved; the money is in suspense again.',
  kept: 'It is kept.',
  keptWithAdvice:
    'It is kept. A right at company level is inherited by every group and office below: give it at the lowest level that does.',
  invited: 'A link to activate the account is on its way.',
  invitedWithAdvice:
    'A link is on its way. A right at company level is inherited by every group and office below: give it at the lowest level that does.',
  resetSent: 'A link to choose a new password is on its way.',
  withdrawn: 'All access is withdrawn.',
  proposed: 'It waits for a second person.',
  filterKept: 'The filter is kept on your home page.',
  ended: 'The session is ended.',
  revoked: 'The key is worthless now.',
};

/** Serves a page. */
export function serve(router: Router, page: Page): void {
  router.get(page.path, async (request, response) => render(request, response, page));
}

/**
 * Serves a form that lies on a page: it leads on where it was accepted; where the API refused it, the page comes again with every
 * fault and what the user had entered.
 */
export function serveForm(router: Router, path: string, page: Page, act: (visit: Visit) => Promise<string>): void {
  router.post(path, async (request, response) => {
    try {
      response.redirect(303, await act(visitOf(request, response)));
    } catch (error) {
      if (!(error instanceof Refused) || error.status === 401) throw error;
      await render(request, response.status(error.status), page, error.problem);
    }
  });
}

/** One value of a form's field. */
export function field(visit: Pick<Visit, 'body'>, name: string): string {
  const value = visit.body[name];
  return (Array.isArray(value) ? value[0] : value)?.trim() ?? '';
}

/** All values of a field, of checkboxes for one. */
export function fields(visit: Pick<Visit, 'body'>, name: string): string[] {
  const value = visit.body[name] ?? [];
  return Array.isArray(value) ? value : [value];
}

/** A path of ours to go back to; the home page for anything else. */
export function localPath(given: string): string {
  return /^\/(?![/\\])/.test(given) ? given : '/';
}

/** Pounds as people type them, in pence; NaN where they are none, which the API then refuses. */
export function penceOf(text: string): number {
  return /^£?\d+(\.\d{2})?$/.test(text.replace(/,/g, '')) ? Math.round(Number(text.replace(/[£,]/g, '')) * 100) : Number.NaN;
}

async function render(request: Request, response: Response, page: Page, problem?: Problem): Promise<void> {
  const visit = visitOf(request, response);
  const shown = await page.load(visit);
  const done = outcomes[visit.query['done'] ?? ''];
  response.render(`${page.template}.njk`, { ...response.locals, ...shown, entered: visit.body, problem, done, path: request.path });
}

function visitOf(request: Request, response: Response): Visit {
  const { api, token, me } = response.locals as { api: Api; token: string; me: Me };
  const body = (request.body ?? {}) as Visit['body'];
  const file = request.file ? { name: request.file.originalname, content: request.file.buffer } : null;
  return {
    api,
    headers: headersOf(fromOf(request), token),
    me,
    params: request.params as Visit['params'],
    query: request.query as Visit['query'],
    body,
    file,
  };
}
