import { setTimeout as pause } from 'node:timers/promises';

/** So many times the same request is sent before its last answer stands. */
const MOST_TIMES = 6;
const UNLESS_TOLD_MS = 1000;
const LONGEST_MS = 65_000;

/**
 * `fetch` as every client of ours does it (IDM-1): an answer 429 or 503 is waited out as its `Retry-After` says, and the same request,
 * with the same Idempotency-Key if it has one, is sent again. The body must be one that can be sent twice.
 */
export async function keyedFetch(url: string, request: RequestInit & { answersWithinMs?: number } = {}): Promise<Response> {
  const { answersWithinMs, ...init } = request;
  for (let times = 1; ; times += 1) {
    const signal = answersWithinMs ? { signal: AbortSignal.timeout(answersWithinMs) } : {};
    const answer = await fetch(url, { ...init, ...signal });
    if (![429, 503].includes(answer.status) || times === MOST_TIMES) return answer;
    await answer.body?.cancel();
    await pause(waitMs(answer.headers.get('retry-after')));
  }
}

/** Milliseconds of a `Retry-After`: seconds or a date (RFC 9110). */
function waitMs(told: string | null): number {
  const ms = told === null ? UNLESS_TOLD_MS : /^\d+$/.test(told) ? Number(told) * 1000 : Date.parse(told) - Date.now();
  return Number.isNaN(ms) ? UNLESS_TOLD_MS : Math.min(Math.max(ms, 0), LONGEST_MS);
}
