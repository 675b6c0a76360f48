import type { CardState } from '../../domain/cards/card.state';
import type { Cause } from '../../domain/cards/causes';
import type { PrintStep, Told } from '../../domain/cards/printing';
import type { PurgeStage } from '../../domain/cards/purge';
import type { Instant, LocalDate } from '../../domain/working-days';
import { Row } from '../core/row';

/** A row of `cards` with all that its case makes of it (CRD-1, CRD-2, CRD-3). One that came from elsewhere has no case: its version is 0. */
export class PrintedCardRow extends Row {
  static override tableName = 'cards';
  id!: string;
  tenantId!: string;
  personId!: string;
  applicationId!: string | null;
  number!: string;
  type!: string;
  occupation!: string | null;
  grade!: string | null;
  validFrom!: LocalDate;
  /** Its last day, to 24:00 London (TIM-4). */
  validTo!: LocalDate;
  state!: Exclude<CardState, 'none'>;
  stateSince!: Instant;
  version!: number;
  /** Of its public page (CER-3). */
  code!: string;
  round!: number;
  step!: PrintStep | null;
  stepSince!: Instant | null;
  acceptedAt!: Instant | null;
  producedAt!: Instant | null;
  purge!: PurgeStage | null;
  purgeSince!: Instant | null;
  cause!: Cause | null;
}

/** A row of `card_reports`: what the printer told, as it was received. */
export class CardReportRow extends Row {
  static override tableName = 'card_reports';
  id!: string;
  tenantId!: string;
  cardId!: string;
  told!: Told;
  round!: number;
  receivedAt!: Instant;
}
