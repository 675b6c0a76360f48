import type { StatementLayout } from '../../domain/bank/statement-layout';
import { Row } from '../core/row';

/** A row of `bank_accounts`. */
export class BankAccountRow extends Row {
  static override tableName = 'bank_accounts';
  id!: string;
  name!: string;
  sortCode!: string;
  accountNumber!: string;
  layout!: StatementLayout | null;
  version!: number;
}

/** A row of `statements`. */
export class StatementRow extends Row {
  static override tableName = 'statements';
  id!: string;
  bankAccountId!: string;
  fileName!: string;
  part!: number;
  fromDate!: string;
  toDate!: string;
  openingPence!: bigint | null;
  closingPence!: bigint | null;
  proof!: string;
  proofDetail!: string;
  lineCount!: number;
  knownCount!: number;
  postedCount!: number;
  receiptCount!: number;
  matchedCount!: number;
  importedAt!: string;
}
