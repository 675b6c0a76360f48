import { NEVER } from '../life';
import type { CaseState, ProcessIdentity } from '../process';
import type { Instant } from '../working-days';
import type { HeldFor, HoldEvent } from './holds/holds';
import type { RequirementKind } from './requirements';
import type { ApplicationState } from './states';

/** Who is told once the employee has left: himself, wherever his mails go (EMP-3). */
export const APPLICANT = '';

/** An application for a card, with identifiers only (APP-4). */
export interface Application extends CaseState<HoldEvent, ApplicationState> {
  tenant: string;
  reference: string;
  /** The office that it is at. */
  node: string;
  /** Who is told what becomes of it: whoever finalised it last; the applicant himself once he has left (EMP-3). */
  finalisedBy: string;
  /** When the employee left: it goes on for him alone (APP-10). */
  leftAt: Instant | null;
  /** When it was endorsed since it was finalised last (APP-6). */
  endorsedAt: Instant | null;
  /** The version of the terms that were agreed to (APP-3). */
  terms: string | null;
  /** Its place on an order, by the identifier of that line. */
  line: string | null;
  paidAt: Instant | null;
  /** What is missing, as it was looked at last; nothing once it is finalised. */
  missing: RequirementKind[];
  /** What holds it since it was paid: several at once, released in any order. */
  holds: HeldFor[];
}

/** An application before it is finalised for the first time. */
export function unfinalised({ tenant, reference }: ProcessIdentity, id: string): Application {
  const nothing = { node: '', finalisedBy: '', terms: null, line: null, paidAt: null, missing: [], holds: [], schedule: [] };
  const notYet = { leftAt: null, endorsedAt: null };
  return { id, tenant, reference, ...nothing, ...notYet, state: 'none', stateSince: NEVER };
}
