import { NEVER } from '../life';
import type { CaseState, ProcessIdentity } from '../process';
import type { Refusal } from '../refusal';

/** What happens by itself: case operators hear of a decision that is late. */
export type ExemptionEvent = 'exemptionLate';
export type ExemptionState = 'none' | 'asked' | 'accepted' | 'refused';

/** An exemption that is asked for, with identifiers only (HSE-1, HSE-5). */
export interface Exemption extends CaseState<ExemptionEvent, ExemptionState> {
  tenant: string;
  reference: string;
  application: string;
  evidence: string;
  /** Who asked: told what becomes of it. */
  askedBy: string;
}

/** What decisions about an exemption stand on. */
export interface ExemptionFacts {
  /** What keeps it from being asked for: no such file, another one that is open, nothing to exempt from. */
  faults: Refusal[];
  /** True where the employee has left meanwhile: the employer is told no more (EMP-3). */
  hasLeft: boolean;
}

/** An exemption before it is asked for. */
export function unaskedExemption({ tenant, reference }: ProcessIdentity, id: string): Exemption {
  return { id, tenant, reference, application: '', evidence: '', askedBy: '', state: 'none', stateSince: NEVER, schedule: [] };
}
