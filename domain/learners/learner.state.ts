import type { Price } from '../orders/fee';
import type { Instant, LocalDate } from '../working-days';

/** How a registered learner stands. Their names are a stored format. */
export const learnerStates = [
  'registered',
  'withdrawn',
  'lapsed',
  'cancelled',
  'transferred',
  'toppedUp',
  'toppedDown',
  'certificated',
  'undone',
] as const;
export type LearnerStateName = (typeof learnerStates)[number];
/** What people call them. */
export const learnerStateWords: Record<LearnerStateName, string> = {
  registered: 'Registered',
  withdrawn: 'Withdrawn by the centre',
  lapsed: 'Lapsed',
  cancelled: 'Cancelled',
  transferred: 'Transferred',
  toppedUp: 'Topped up',
  toppedDown: 'Topped down',
  certificated: 'Certificated',
  undone: 'Undone',
};
/** Whoever is in one of these has left the product for good: the person can be registered on it again (REG-9, LRN-3). */
export const GONE: readonly LearnerStateName[] = ['undone', 'cancelled', 'transferred', 'toppedUp', 'toppedDown'];

/** One registration of a person on a product, with what decisions about it turn on: identifiers, dates and money only. */
export interface LearnerState {
  id: string;
  state: LearnerStateName;
  stateSince: Instant;
  product: string;
  batch: string;
  /** The batch of the apprenticeship or bundle, of which it is a part (REG-11). */
  bundle: string | null;
  session: number;
  registeredAt: Instant;
  /** A transfer keeps it (LRN-3). */
  firstRegisteredAt: Instant;
  /** The last day of the registration (LAP-1). */
  lapsesOn: LocalDate;
  /** When a notice of the lapse, or the lapse itself, falls due; null where nothing does (LAP-3). */
  nextAt: Instant | null;
  /** What was charged for the registration that stands, of one; of a bundle what the whole costs. */
  fee: Price;
  /** The London day of the certification (LRN-2). */
  certificatedOn: LocalDate | null;
}
