import type { Instant } from './working-days';

/** Who a process waits for. */
export type Party =
  | 'payer'
  | 'finance'
  | 'user'
  | 'portalAdmin'
  | 'staff'
  | 'secondPerson'
  | 'employer'
  | 'centre'
  | 'operative'
  | 'printer'
  | 'awardingBody'
  | 'gateway'
  | 'lrs'
  | 'provider'
  | 'nobody';
/** Whose working days run (WHY-2). */
export type Clock = 'ours' | 'customer' | 'thirdParty' | 'stopped';

/** An event that is told: when, and what in words. */
export interface NextEvent {
  at: Instant;
  what: string;
}

/** One thing that a case waits for: several may hold it at once and are released in any order (WHY-1). */
export interface Hold {
  /** Stable name: what is awaited. */
  name: string;
  awaiting: Party;
  clock: Clock;
  since: Instant;
  /** On whom, since when, what ends it: one sentence. */
  why: string;
  /** Its own next events, soonest first. */
  next: NextEvent[];
  /** When it ought to be over; null where it may last. */
  dueAt: Instant | null;
}

/** How a process stands: all that the API, the console and the Temporal UI tell of it (WHY-1, OPS-1, OPS-5); the words are those of the hold that is due soonest. */
export interface Standing extends Omit<Hold, 'name'> {
  stage: string;
  ended: boolean;
  /** What holds it, the soonest due first; none where it has ended. */
  holds: Hold[];
}

const NEXT_SHOWN = 3;
const NEVER = '9999';

/** A case that is held: its headline is the hold that is due soonest; whose days run is ours while any hold is ours (WHY-1, WHY-2). */
export function held(stage: string, first: Hold, ...others: Hold[]): Standing {
  const holds = [first, ...others].sort((a, b) => ((a.dueAt ?? NEVER) < (b.dueAt ?? NEVER) ? -1 : 1));
  const [headline] = holds as [Hold];
  const { awaiting, since, why, dueAt } = headline;
  const clock = holds.find((hold) => hold.clock === 'ours')?.clock ?? headline.clock;
  const next = holds
    .flatMap((hold) => hold.next)
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .slice(0, NEXT_SHOWN);
  return { stage, awaiting, clock, since, why, next, dueAt, ended: false, holds };
}

/** A case of which nothing is awaited any more. */
export function over(stage: string, since: Instant, why: string): Standing {
  return { stage, awaiting: 'nobody', clock: 'stopped', since, why, next: [], dueAt: null, ended: true, holds: [] };
}

const THIRD_PARTIES: readonly Party[] = ['printer', 'awardingBody', 'gateway', 'lrs', 'provider'];
const CUSTOMERS: readonly Party[] = ['payer', 'user', 'portalAdmin', 'employer', 'centre', 'operative'];

/** Whose days run while somebody is awaited, where a kind says nothing else. */
export function clockOf(awaiting: Party): Clock {
  if (awaiting === 'nobody') return 'stopped';
  if (THIRD_PARTIES.includes(awaiting)) return 'thirdParty';
  return CUSTOMERS.includes(awaiting) ? 'customer' : 'ours';
}
