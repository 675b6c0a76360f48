import type { Role } from '../domain/permissions';

/** On whose behalf SQL runs: row-level security shows no more than this (SEC-9). */
export interface Scope {
  tenant: string;
  /** One organisation, or null for staff and for processes, who see the whole tenant. */
  organisation: string | null;
}

/** Who calls the API: from the session, for authorisation and the audit trail (AUD-1). */
export interface Caller extends Scope {
  user: string;
  role: Role;
  /** The node of the company tree at which an employer's user holds rights. */
  node: string | null;
  session: string;
  ip: string;
}

/** Business time for requests; tests put the skipped time here. */
export type BusinessClock = () => Promise<Date>;

/** The machine's clock. */
export const machineClock: BusinessClock = async () => new Date();
