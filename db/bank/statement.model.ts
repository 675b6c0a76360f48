import type { Doubt } from '../../domain/bank/entry-line';
import type { StatementForm } from '../../domain/bank/statement';
import type { StatementLayout } from '../../domain/bank/statement-layout';
import { Row } from '../core/row';

/** A row of `bank_accounts`. */
export class BankAccountRow extends Row {
  static override tableName = 'bank_accounts';
  id!: string;
  tenantId!: string;
  name!: string;
  /** The name that the bank knows it by; null where that is the tenant's own. */
  holder!: string | null;
  /** True for the one that payers are told to transfer to (ADV-2). */
  paysIn!: boolean;
  sortCode!: string;
  accountNumber!: string;
  iban!: string | null;
  currency!: 'GBP';
  /** Statements are imported into an open one alone. */
  state!: 'proposed' | 'open' | 'declined';
  layout!: StatementLayout | null;
  version!: number;

  static override get jsonAttributes() {
    return ['layout'];
  }
}

/** A row of `statements`. */
export class StatementRow extends Row {
  static override tableName = 'statements';
  id!: string;
  tenantId!: string;
  bankAccountId!: string;
  fileName!: string;
  fileHash!: Buffer;
  part!: number;
  form!: StatementForm | null;
  statementName!: string | null;
  fromDate!: string;
  toDate!: string;
  openingPence!: bigint | null;
  closingPence!: bigint | null;
  proof!: string;
  proofDetail!: string;
  lineCount!: number;
  knownCount!: number;
  /** Lines that wait for a person's word. */
  doubtfulCount!: number;
  postedCount!: number;
  /** So many lines, by row, have been looked at once. */
  postedTo!: number;
  receiptCount!: number;
  matchedCount!: number;
  /** The account's ledger when the import had posted all that it may, and its last statement's closing balance then. */
  ledgerPence!: bigint | null;
  ledgerClosingPence!: bigint | null;
  importedAt!: string;
  importedBy!: string;
}

/** A row of `statement_lines`: one line of a statement, and which entry of the account it is. */
export class StatementLineRow extends Row {
  static override tableName = 'statement_lines';
  static override idColumn = ['statement_id', 'row'];
  statementId!: string;
  row!: number;
  /** Its place in the statement, oldest first, from 1. */
  position!: number;
  bankAccountId!: string;
  bookedOn!: string;
  pence!: bigint;
  /** The balance after it, where the file says so or its balances give it. */
  balancePence!: bigint | null;
  payer!: string;
  texts!: string[];
  /** The bank's own reference as the file gives it. */
  entryId!: string | null;
  /** The entry that it is; null where nobody has said yet. */
  entry!: string | null;
  verdict!: 'new' | 'known' | 'doubtful';
  doubt!: Doubt | null;
}
