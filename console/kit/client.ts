import createClient, { type Client } from 'openapi-fetch';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { paths } from './api';

/** The API as a signed-in user calls it; its types are made of openapi.json at build (ops/client-types.mjs). */
export type Api = Client<paths, 'application/json'>;

/** Where a visit comes from: the API is told, for the trail and for what it limits by address. */
export interface From {
  ip: string;
  agent: string;
  /** A page that loads itself again is no activity of a person (SEC-2). */
  isPoll: boolean;
}

/** The headers of a call on behalf of somebody. */
export function headersOf({ ip, agent, isPoll }: From, token?: string): Record<string, string> {
  return {
    ...(token ? { Authorization: `Bearer ${token}` } : {}),
    ...(isPoll ? { 'Countersign-Poll': 'true' } : {}),
    'X-Forwarded-For': ip,
    'User-Agent': agent,
  };
}

/** A client that calls as the user of a session, or as nobody yet. */
export function apiOf(baseUrl: string, from: From, token?: string): Api {
  return createClient<paths, 'application/json'>({ baseUrl, headers: headersOf(from, token), fetch: patiently });
}

/** A page does not keep its reader longer for an API that asks it to come back: then it says so itself. */
const WAITS_SECONDS = 5;

/** A command that the API could not take (429, 503) is sent once more under its key after `Retry-After`, where that is soon. */
async function patiently(request: Request): Promise<Response> {
  const again = request.headers.has('Idempotency-Key') ? request.clone() : null;
  const answer = await fetch(request);
  const seconds = Number(answer.headers.get('Retry-After') ?? NaN);
  if (!again || ![429, 503].includes(answer.status) || !(seconds <= WAITS_SECONDS)) return answer;
  await pause(seconds * 1000);
  return fetch(again);
}

/** An RFC 9457 problem of the API. */
export interface Problem {
  type?: string;
  title: string;
  detail?: string;
  errors?: { pointer?: string; row?: number; column?: string; code?: string; rule?: string; detail: string; remedy: string }[];
}

/** What the API refused, to be shown with its faults and remedies. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.title);
  }
}

/** The answer's data. Throws `Refused` where the API answered with a problem. */
export async function data<Data>(answer: Promise<{ data?: Data; error?: unknown; response: Response }>): Promise<Data> {
  const { data: found, error, response } = await answer;
  if (error !== undefined || found === undefined) throw new Refused(response.status, error as Problem);
  return found;
}

/** The header of a command: the form's own key, so that a form that is sent twice is done once. */
export function keyed(key: unknown): { 'Idempotency-Key': string } {
  return { 'Idempotency-Key': typeof key === 'string' && key !== '' ? key : randomUUID() };
}

/** A page of a list: the API's own, or, of what it gives whole and is long, a part whose cursor is the place at which the next one begins. */
export function cut<Item>(
  { isPaged, perPage }: { isPaged: boolean; perPage?: number },
  { items, next = null }: { items: Item[]; next?: string | null },
  limit: number,
  cursor = '0',
): { items: Item[]; next: string | null } {
  if (isPaged || !perPage) return { items, next };
  const until = Number(cursor) + limit;
  return { items: items.slice(Number(cursor), until), next: until < items.length ? String(until) : null };
}
