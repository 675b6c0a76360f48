import type { HseRecordFact } from '../assessments/hse-record';
import type { IdentityCheckFact } from '../people/identity-check';
import type { PhotoFact } from '../people/photo';
import type { QualificationFact } from '../qualifications/qualification-fact';
import type { Instant } from '../working-days';
import type { EndorsementKind } from './endorsement';
import type { Form } from './requirements';
import type { ApplicationState } from './states';

/** An order that an application is on, as its rows have it. */
export interface OrderFact {
  line: string;
  order: string;
  addedAt: Instant;
  state: 'open' | 'closed' | 'paid';
  paidAt: Instant | null;
}

/** What decisions about an application stand on: its rows and the person's, as of the instant, the application's row locked. */
export interface ApplicationFacts {
  asOf: Instant;
  /** The office that it is at. */
  node: string;
  /** How its row stands, which a draft has before there is a case. */
  rowState: ApplicationState;
  form: Form;
  order: OrderFact | null;
  /** The person's assessments that had been received by then. */
  hse: HseRecordFact[];
  /** When the person was exempted from an assessment (HSE-1); null where nobody has. */
  exemptedAt: Instant | null;
  /** The person's photos, and the checks of photo and identity about this application that are decided (IDV-1). */
  photos: PhotoFact[];
  identityChecks: IdentityCheckFact[];
  /** The person's qualifications that had been given by then (QUA-1). */
  qualifications: QualificationFact[];
  /** Users of the employer who may endorse at its office, by what they may endorse (APP-6). */
  endorsers: Record<EndorsementKind, string[]>;
  /** When the employee left the employer; null where he has not (EMP-3). */
  leftAt: Instant | null;
  /** When the printer accepted its card; null where it has not. */
  acceptedAt: Instant | null;
}
