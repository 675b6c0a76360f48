import type { Instant } from '../working-days';

/** Calls of a service that fail one after the other: none was answered since the first of them (OUT-1). */
export interface Spell {
  failingSince: Instant;
  failures: number;
  /** When enough had failed: from then on the circuit is open; null while it is closed. */
  downAt: Instant | null;
}

const MINUTE_MS = 60_000;
const SHORTEST_PAUSE_MS = 5_000;
/** A probe, and whoever looks by himself, waits for a tenth of the time that the service has been away. */
const SHARE = 10;

/** OUT-1: so many more calls have failed by an instant. One that fails alone opens nothing. */
export function failedAgain(spell: Spell | null, calls: number, at: Instant, failedCalls: number): Spell {
  const { failingSince, failures, downAt } = spell ?? { failingSince: at, failures: 0, downAt: null };
  const all = failures + calls;
  return { failingSince, failures: all, downAt: downAt ?? (all >= failedCalls ? at : null) };
}

/** When the next call may be made while the circuit is open: soon at first, every minute at last. */
export function nextProbe({ failingSince }: Pick<Spell, 'failingSince'>, at: Instant): Instant {
  const away = Math.max(0, Date.parse(at) - Date.parse(failingSince));
  return new Date(Date.parse(at) + Math.min(MINUTE_MS, Math.max(SHORTEST_PAUSE_MS, away / SHARE))).toISOString();
}

/** True where a service that goes down again so soon after it was back has never been back: it flaps, and that is one outage. */
export function isFlapping(backAt: Instant, downAt: Instant, quietMinutes: number): boolean {
  return Date.parse(downAt) < Date.parse(backAt) + quietMinutes * MINUTE_MS;
}
