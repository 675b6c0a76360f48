import type { Holder } from '../domain/access/permissions';
import type { Policy, PolicyVersion } from '../domain/policy';

/** On whose behalf SQL runs: row-level security shows no more than this (SEC-9). */
export interface Scope {
  tenant: string;
  /** One organisation, or null for staff and for processes, who see the whole tenant. */
  organisation: string | null;
  /** An individual, who sees no organisation's rows and of users himself alone (SEC-13). */
  person?: string | null;
}

/** Who calls the API: from the credential, for authorisation and the audit trail (AUD-1). */
export interface Caller extends Scope, Holder {
  user: string;
  /** The session that was signed in to, or null for a key. */
  session: string | null;
  key: string | null;
  ip: string;
  /** The last day on which a member of staff may see personal data (SEC-8). */
  trainingUntil: string | null;
  /** What new processes are started with (TIM-3). */
  policy: Policy;
  policyVersion: PolicyVersion;
}

/** Business time for requests; tests put the skipped time here. */
export type BusinessClock = () => Promise<Date>;

/** The machine's clock. */
export const machineClock: BusinessClock = async () => new Date();
