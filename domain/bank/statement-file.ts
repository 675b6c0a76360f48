import { readCamt } from './camt-statement';
import { readCsv } from './csv-statement';
import { fileKind } from './file-kind';
import { refuseBySize } from './file-size';
import { readMt940 } from './mt940-statement';
import { faulty, type StatementFile } from './statement';
import type { StatementLayout } from './statement-layout';
import type { AccountDetails, FileLimits } from './statement-row';

/** Reads a bank's statement, whatever its format (CSV, camt.053, MT940), whole before anything is decided (ADV-4, REG-9's manner). */
export function readStatementFile(
  bytes: Uint8Array,
  kept: StatementLayout | null,
  account: AccountDetails,
  limits: FileLimits,
): StatementFile {
  const file = fileKind(bytes);
  if ('fault' in file) return faulty(file.fault);
  const tooLarge = refuseBySize(bytes, file.kind, limits);
  if (tooLarge) return faulty(tooLarge);
  if (file.kind === 'xml') return readCamt(file.text, limits);
  if (file.kind === 'mt940') return readMt940(file.text, limits);
  return readCsv(file.text, kept, account, limits);
}
