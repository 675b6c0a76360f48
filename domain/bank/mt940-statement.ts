import { Parser, type Statement, type Transaction } from 'mt940js';
import type { Pence } from '../money';
import { faulty, type ReadStatement, type StatementFile } from './statement';
import { faultOfFile, type FileLimits, type RowFault, type StatementLine } from './statement-row';

const REMEDY = 'Export the statement from the bank again, or as camt.053.';

/** Reads MT940: one account's statement a message; the payer's reference stands in `:61:` and `:86:`, never in `:20:` (ADV-4). */
export function readMt940(text: string, limits: FileLimits): StatementFile {
  let messages: Statement[];
  try {
    messages = new Parser().parse(text.replace(/\r\n?/g, '\n'));
  } catch (error) {
    return faulty(faultOfFile('brokenMt940', `The file is not MT940 from here on: ${(error as Error).message.slice(0, 150)}`, REMEDY));
  }
  const foreign = messages.find((message) => message.currency !== 'GBP');
  if (messages.length === 0) return faulty(faultOfFile('empty', 'The file holds no statement', REMEDY));
  if (foreign)
    return faulty(
      faultOfFile('currency', `This statement is of an account in ${foreign.currency}`, 'Only accounts kept in pounds can be imported.'),
    );
  const count = messages.reduce((total, message) => total + message.transactions.length, 0);
  if (count > limits.maximumLines)
    return faulty(
      faultOfFile(
        'tooManyLines',
        `The file has ${count} lines, ${limits.maximumLines} are allowed`,
        'Export a shorter period, several times.',
      ),
    );
  const faults: RowFault[] = [];
  const statements = messages.map((message) => readMessage(message, faults));
  return faults.length > 0 ? { faults: faults.slice(0, limits.maximumFaults), faultCount: faults.length } : { statements };
}

function readMessage(message: Statement, faults: RowFault[]): ReadStatement {
  const id = [message.transactionReference, message.number.statement, message.number.sequence].join('.');
  return {
    form: 'mt940',
    statementId: id,
    account: message.accountIdentification.replace(/^.*\/(?=\d)/, '').replace(/\D/g, '') || null,
    opening: pence(message.openingBalance),
    closing: pence(message.closingBalance),
    from: day(message.openingBalanceDate),
    to: day(message.closingBalanceDate),
    lines: message.transactions.map((transaction, index) => readTransaction(transaction, index + 1, faults)),
  };
}

function readTransaction(transaction: Transaction, row: number, faults: RowFault[]): StatementLine {
  if (Number.isNaN(transaction.date.getTime()))
    faults.push({ ...faultOfFile('date', `Transaction ${row} has no date of the calendar`, REMEDY), row });
  const texts = [transaction.reference, transaction.details, transaction.extraDetails].map((text) => text.replace(/\s+/g, ' ').trim());
  const bankReference = transaction.bankReference.trim();
  return {
    row,
    bookedOn: Number.isNaN(transaction.date.getTime()) ? '1970-01-01' : day(transaction.entryDate ?? transaction.date),
    pence: pence(transaction.amount),
    texts: texts.filter((text) => text !== '' && text !== 'NONREF'),
    payer: '',
    balance: null,
    entryId: bankReference === '' || bankReference === 'NONREF' ? null : bankReference,
    ...(transaction.isReversal ? { isReversal: true } : {}),
  };
}

/** The library gives pounds as a number of at most 15 digits, which rounds back to its pence exactly. */
function pence(pounds: number): Pence {
  return BigInt(Math.round(pounds * 100));
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
