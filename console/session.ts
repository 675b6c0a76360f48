import { createHash, timingSafeEqual } from 'node:crypto';
import { parse, serialize } from 'cookie';
import type { NextFunction, Request, Response, Router } from 'express';
import { apiOf, Refused, type Problem } from './client';

/** The cookie that the API and the work board know as well. */
const COOKIE = 'countersign_session';

/** Signing in and out. The token lies in a cookie that no script reads and no other site sends. */
export function serveSessions(router: Router, apiUrl: string, isSecure: boolean): void {
  const options = { httpOnly: true, sameSite: 'strict' as const, path: '/', secure: isSecure };
  router.get('/sign-in', (_request, response) => response.render('sign-in.njk'));
  router.post('/sign-in', async (request: Request, response: Response) => {
    const { email, password } = request.body as { email: string; password: string };
    const answer = await fetch(`${apiUrl}/v1/sessions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    const body = (await answer.json()) as { token: string } & Problem;
    if (!answer.ok) return response.status(answer.status).render('sign-in.njk', { problem: body, email });
    response.setHeader('Set-Cookie', serialize(COOKIE, body.token, options));
    response.redirect(303, '/');
  });
  router.post('/sign-out', async (request: Request, response: Response) => {
    const token = tokenOf(request);
    if (token) await apiOf(apiUrl, token).DELETE('/v1/sessions/current', {});
    response.setHeader('Set-Cookie', serialize(COOKIE, '', { ...options, maxAge: 0 }));
    response.redirect(303, '/sign-in');
  });
}

/** Lets signed-in users pass, with their client of the API; sends others to sign in. */
export function requireSession(apiUrl: string) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const token = tokenOf(request);
    if (!token) return response.redirect(303, '/sign-in');
    Object.assign(response.locals, { token, api: apiOf(apiUrl, token), csrf: csrfOf(token) });
    next();
  };
}

/** A form must carry the token that its page was given: nobody else's page can send it. */
export function requireCsrf(request: Request, response: Response, next: NextFunction): void {
  if (request.method !== 'POST') return next();
  const given = Buffer.from(String((request.body as Record<string, unknown> | undefined)?.['_csrf'] ?? ''));
  const expected = Buffer.from(String(response.locals['csrf']));
  if (given.length === expected.length && timingSafeEqual(given, expected)) return next();
  throw new Refused(403, { title: 'This form is out of date', detail: 'Go back, load the page again and send the form once more.' });
}

function tokenOf(request: Request): string | undefined {
  return parse(request.get('cookie') ?? '')[COOKIE] || undefined;
}

function csrfOf(token: string): string {
  return createHash('sha256').update(`form\n${token}`).digest('base64url');
}
