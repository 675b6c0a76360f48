import { createHash, timingSafeEqual } from 'node:crypto';
import { parse, serialize } from 'cookie';
import type { NextFunction, Request, Response } from 'express';
import { apiOf, data, Refused, type From } from './client';
import { navigationOf } from './navigation';

/** The cookie that the API and the work board know as well. */
const COOKIE = 'countersign_session';
const KEYS_COOKIE = 'countersign_keys';

/** Sets the session's cookie, or takes it away: no script reads it, no other site sends it. */
export function sessionCookie(token: string, isSecure: boolean): string {
  const options = { httpOnly: true, sameSite: 'strict' as const, path: '/', secure: isSecure };
  return serialize(COOKIE, token, token ? options : { ...options, maxAge: 0 });
}

/** Where a request comes from. */
export function fromOf(request: Request): From {
  return { ip: request.ip ?? '', agent: request.get('user-agent') ?? '', isPoll: request.query['poll'] !== undefined };
}

/** Lets signed-in users pass, with their client of the API and what they can go to; sends others to sign in. */
export function requireSession(apiUrl: string) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const token = tokenOf(request);
    if (!token) return response.redirect(303, signInFor(request));
    const api = apiOf(apiUrl, fromOf(request), token);
    const me = await data(api.GET('/v1/me'));
    Object.assign(response.locals, {
      token,
      api,
      me,
      csrf: csrfOf(token),
      navigation: navigationOf(me, request.path),
      keysAreOff: keysAreOff(request),
    });
    next();
  };
}

/**
 * A form is taken from our own pages only, sign-in and sign-out too, which carry no token yet: nobody is signed in as somebody else,
 * or out, by another site's page (ASVS 5.0 3.5). A browser tells by `Sec-Fetch-Site`, an older one by `Origin`.
 */
export function requireOwnForm(request: Request, _response: Response, next: NextFunction): void {
  const site = request.get('sec-fetch-site');
  const origin = request.get('origin') ?? '';
  const isOwn = (URL.canParse(origin) && new URL(origin).host === request.get('host')) || (origin === '' && site === 'same-origin');
  if (['GET', 'HEAD'].includes(request.method) || (isOwn && (site ?? 'same-origin') === 'same-origin')) return next();
  throw new Refused(403, { title: 'This came from another site', detail: 'Open our own page, and send the form from there.' });
}

/** A form must carry the token that its page was given: nobody else's page can send it. */
export function requireCsrf(request: Request, response: Response, next: NextFunction): void {
  if (request.method !== 'POST') return next();
  const given = Buffer.from(String((request.body as Record<string, unknown> | undefined)?.['_csrf'] ?? ''));
  const expected = Buffer.from(String(response.locals['csrf']));
  if (given.length === expected.length && timingSafeEqual(given, expected)) return next();
  throw new Refused(403, { title: 'This form is out of date', detail: 'Go back, load the page again and send the form once more.' });
}

/** The page to sign in on; it leads to the one that was asked for. */
export function signInFor(request: Request): string {
  return request.method === 'GET' && request.originalUrl !== '/' ? `/sign-in?to=${encodeURIComponent(request.originalUrl)}` : '/sign-in';
}

/** True for who has switched the keys of pages off (WCAG 2.1.4). */
export function keysAreOff(request: Request): boolean {
  return parse(request.get('cookie') ?? '')[KEYS_COOKIE] === 'off';
}

/** Switches the keys of pages off, or on again, in this browser. */
export function keysCookie(isOff: boolean, isSecure: boolean): string {
  return serialize(KEYS_COOKIE, isOff ? 'off' : '', {
    httpOnly: true,
    sameSite: 'strict',
    path: '/',
    secure: isSecure,
    maxAge: isOff ? 365 * 86_400 : 0,
  });
}

/** The token of a visit, or undefined. */
export function tokenOf(request: Request): string | undefined {
  return parse(request.get('cookie') ?? '')[COOKIE] || undefined;
}

function csrfOf(token: string): string {
  return createHash('sha256').update(`form\n${token}`).digest('base64url');
}
