import type { TopicGiving } from '../../domain/bookings/topic';
import type { Instant, LocalDate } from '../../domain/working-days';
import { Row } from '../core/row';

/** A row of `topic_lists`: how the topics of a component are given (CAS-1). */
export class TopicListRow extends Row {
  static override tableName = 'topic_lists';
  id!: string;
  tenantId!: string;
  productId!: string;
  component!: string;
  giving!: TopicGiving;
  takesOwn!: boolean;
  version!: number;
}

/** A row of `topics`: one of a list, between London days. */
export class TopicRow extends Row {
  static override tableName = 'topics';
  id!: string;
  tenantId!: string;
  listId!: string;
  code!: string;
  title!: string;
  validFrom!: LocalDate;
  validUntil!: LocalDate | null;
  version!: number;
}

/** A row of `materials`: a file for a list's topic, or for all of them, sealed under the master key: it is nobody's own (MAT-1, SEC-12). */
export class MaterialRow extends Row {
  static override tableName = 'materials';
  id!: string;
  tenantId!: string;
  listId!: string;
  topicId!: string | null;
  title!: string;
  releasedAt!: Instant;
  withdrawnAt!: Instant | null;
  name!: string;
  type!: string;
  bytes!: number;
  sha256!: Buffer;
  content!: Buffer;
  contentKeyId!: string;
  uploadedAt!: Instant;
  version!: number;
}

/** A row of `drawn_topics`: the topic that was drawn for a learner's component, for ever (CAS-1). */
export class DrawnTopicRow extends Row {
  static override tableName = 'drawn_topics';
  static override idColumn = ['learner_id', 'component'];
  learnerId!: string;
  component!: string;
  tenantId!: string;
  organisationId!: string;
  topicId!: string;
  drawnAt!: Instant;
}

/** A row of `controlled_bookings`: what a booking of controlled assessment has beside others (CAS-1). */
export class ControlledBookingRow extends Row {
  static override tableName = 'controlled_bookings';
  static override idColumn = 'booking_id';
  bookingId!: string;
  tenantId!: string;
  organisationId!: string;
  /** Null: a topic of the centre's own. */
  topicId!: string | null;
  completionYear!: number | null;
  declarationVersion!: string | null;
  declaredAt!: Instant | null;
  declaredBy!: string | null;
  cancelledBecause!: string | null;
}
