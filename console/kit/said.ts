import { parse, serialize } from 'cookie';
import type { Request, Response } from 'express';

/** Where the reader of a form goes on, and what it did, if anything: said once, on the next page, with a link to what it was done to. */
export interface Said {
  to: string;
  text?: string;
  link?: { href: string; text: string };
}

const COOKIE = 'countersign_said';
/** A cookie has 4 KB: what was typed must not make it vanish. */
const LONGEST = 500;
const options = { httpOnly: true, sameSite: 'strict' as const, path: '/' };

/** Leads on; what was done is kept for the next page in a cookie: an address could be made up by anybody, and would say it again. */
export function sayAndGo(response: Response, { to, text, link }: Said): void {
  if (text !== undefined) {
    const told = JSON.stringify({ text: text.slice(0, LONGEST), link });
    response.append('Set-Cookie', serialize(COOKIE, told, { ...options, secure: response.locals['isSecure'] === true }));
  }
  response.redirect(303, to);
}

/** What the form before did, once. */
export function heard(request: Request, response: Response): Omit<Said, 'to'> | null {
  const kept = parse(request.get('cookie') ?? '')[COOKIE];
  if (!kept) return null;
  response.append('Set-Cookie', serialize(COOKIE, '', { ...options, maxAge: 0 }));
  try {
    const { text, link } = JSON.parse(kept) as Omit<Said, 'to'>;
    return typeof text === 'string' ? { text, ...(link && /^\/(?![/\\])/.test(link.href) ? { link } : {}) } : null;
  } catch {
    return null;
  }
}
