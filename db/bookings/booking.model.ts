import type { Band } from '../../domain/bookings/band';
import type { BookingState, BookingStateName } from '../../domain/bookings/booking.state';
import type { Session } from '../../domain/catalogue/session';
import type { Pence } from '../../domain/money';
import type { Instant, LocalDate } from '../../domain/working-days';
import { Row } from '../core/row';

/** Whose bookings are meant: one centre's of one tenant. */
export interface OfCentre {
  tenant: string;
  organisation: string;
}

/** A row of `booking_windows`: the moments of an assessment window, as they were counted when it was approved (BKG-3). */
export class BookingWindowRow extends Row {
  static override tableName = 'booking_windows';
  static override idColumn = 'window_id';
  windowId!: string;
  tenantId!: string;
  lateFrom!: Instant;
  veryLateFrom!: Instant;
  refusedFrom!: Instant;
  overFrom!: Instant;
  policyVersion!: string;
  calendarVersion!: string;
  version!: number;
}

/** A row of `assessment_days`: a day on which paper is sat outside windows (BKG-4). */
export class AssessmentDayRow extends Row {
  static override tableName = 'assessment_days';
  id!: string;
  tenantId!: string;
  day!: LocalDate;
}

/** A row of `very_late_places`: very late bookings of a centre and window that stand (BKG-3). */
export class VeryLatePlacesRow extends Row {
  static override tableName = 'very_late_places';
  static override idColumn = ['organisation_id', 'window_id'];
  organisationId!: string;
  windowId!: string;
  tenantId!: string;
  taken!: number;
}

/** A row of `assessment_locations`: a place that a centre has typed once (BKG-2). */
export class AssessmentLocationRow extends Row {
  static override tableName = 'assessment_locations';
  id!: string;
  tenantId!: string;
  organisationId!: string;
  name!: string;
  lastUsedAt!: Instant;
}

/** A row of `booking_groups`: one component of learners who were booked together, with what its band turned on (BKG-3, WHY-4). */
export class BookingGroupRow extends Row {
  static override tableName = 'booking_groups';
  static override jsonAttributes = ['evidence'];
  id!: string;
  tenantId!: string;
  organisationId!: string;
  productId!: string;
  session!: Session;
  component!: string;
  windowId!: string | null;
  dayId!: string | null;
  assessmentOn!: LocalDate;
  assessmentAt!: Instant;
  /** Null for controlled assessment, which is sat at the centre. */
  location!: string | null;
  band!: Band;
  /** Of one booking. */
  feeNetPence!: Pence;
  feeVatPence!: Pence;
  feeVatBasisPoints!: number;
  purchaseOrder!: string | null;
  /** The group of the registration with which it came (REG-17). */
  registrationGroupId!: string | null;
  bookedBy!: string;
  receivedAt!: Instant;
  evidence!: Record<string, string>;
}

/** A row of `bookings`: one component of one learner (BKG-4). */
export class BookingRow extends Row {
  static override tableName = 'bookings';
  id!: string;
  tenantId!: string;
  organisationId!: string;
  groupId!: string;
  learnerId!: string;
  batchId!: string;
  productId!: string;
  component!: string;
  windowId!: string | null;
  dayId!: string | null;
  addressId!: string | null;
  state!: BookingStateName;
  stateSince!: Instant;
  /** The booking that was moved here (BKG-5). */
  cameFromId!: string | null;
  /** Of controlled assessment, with a row of `controlled_bookings` (CAS-1). */
  isControlled!: boolean;
  version!: number;
}

/** A row of `bookings_report_lines`: a booking that a search found for a report, as it stood then (BKG-6). */
export class BookingsReportLineRow extends Row {
  static override tableName = 'bookings_report_lines';
  static override idColumn = ['report_id', 'position'];
  reportId!: string;
  position!: number;
  tenantId!: string;
  organisationId!: string;
  bookingId!: string;
  state!: BookingStateName;
}

/** A booking as decisions about it take it. */
export function stateOf(row: BookingRow, { band, assessmentOn, assessmentAt }: BookingGroupRow): BookingState {
  const { id, state, stateSince, learnerId: learner, component, windowId: window } = row;
  return { id, state, stateSince, learner, component, window, band, assessmentOn, assessmentAt };
}
