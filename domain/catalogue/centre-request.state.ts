import type { Permission } from '../access/permissions';
import { NEVER } from '../life';
import type { CaseState, ProcessIdentity } from '../process';
import type { Refusal } from '../refusal';

/** What happens by itself while nobody has answered (REG-18). */
export type CentreRequestEvent = 'remind' | 'escalate';
export type CentreRequestState = 'none' | 'asked' | 'granted' | 'declined' | 'withdrawn';

/** What can be asked for. Their names are a stored format. */
export const wantedKinds = ['approval', 'address', 'country'] as const;
export type WantedKind = (typeof wantedKinds)[number];
/** What a centre asks for: to be approved for a product by its code, an address of its own, a country of study. */
export type Wanted =
  | { what: 'approval'; product: string }
  | { what: 'address'; label: string; lines: string[]; postcode: string }
  | { what: 'country'; code: string; name: string };

/** Whose task it is, and what whoever answers must be allowed: quality assurers decide about approvals, case operators about the rest. */
export const answering: Record<WantedKind, { queue: string; permission: Permission }> = {
  approval: { queue: 'eqa', permission: 'approveProducts' },
  address: { queue: 'caseOperator', permission: 'catalogue' },
  country: { queue: 'caseOperator', permission: 'catalogue' },
};

/** A request of a centre, with identifiers only: what exactly it asks for stands in its row (REG-18, SEC-12). */
export interface CentreRequest extends CaseState<CentreRequestEvent, CentreRequestState> {
  tenant: string;
  reference: string;
  what: WantedKind;
  askedBy: string;
}

/** What decisions about a request stand on. */
export interface CentreRequestFacts {
  /** What keeps it from being asked for or granted: the same is asked for, or the centre has it already; there is no such product. */
  faults: Refusal[];
}

/** A request before it is made. */
export function unaskedRequest({ tenant, reference }: ProcessIdentity, id: string): CentreRequest {
  return { id, tenant, reference, what: 'approval', askedBy: '', state: 'none', stateSince: NEVER, schedule: [] };
}
