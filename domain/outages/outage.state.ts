import { NEVER } from '../life';
import type { CaseState, ProcessIdentity } from '../process';
import type { Instant } from '../working-days';
import type { Service } from './service';

/** What happens by itself: administrators are reminded as long as it lasts; it is looked whether the service stayed, and whether all that waited has gone on. */
export type OutageEvent = 'look' | 'remind';
export type OutageState = 'none' | 'down' | 'back' | 'over';

/** An outage of a service, with identifiers only (OUT-1). */
export interface Outage extends CaseState<OutageEvent, OutageState> {
  tenant: string;
  reference: string;
  service: Service | null;
  /** How often it went down that is heard of: more than once where it flaps. */
  spells: number;
  backAt: Instant | null;
}

/** One time that it was down: from the call that opened the circuit to the first that was answered; null while that lasts. */
export interface HeardSpell {
  id: string;
  downAt: Instant;
  backAt: Instant | null;
}

/** What decisions about an outage stand on, as of an instant. */
export interface OutageFacts {
  service: Service;
  /** The first failed call after the last answered one. */
  since: Instant;
  /** Oldest first. */
  spells: HeardSpell[];
  /** Cases that wait for it still. */
  waiting: number;
}

/** An outage before it is opened. */
export function unnoticed({ tenant, reference }: ProcessIdentity, id: string): Outage {
  return { id, tenant, reference, service: null, spells: 0, backAt: null, state: 'none', stateSince: NEVER, schedule: [] };
}
