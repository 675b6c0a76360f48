import type { LocalDate } from '../working-days';
import { readEntry } from './camt-entry';
import { faulty, type ReadStatement, type StatementFile } from './statement';
import { faultOfFile, type FileLimits, type RowFault } from './statement-row';
import { readIsoAmount } from './camt-amount';
import { allAt, readXml, textAt, XmlRefused, type Element } from './xml';

const STATEMENT = /^urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.(0[2-9]|10)$/;
const MESSAGES: Record<string, string> = {
  BkToCstmrAcctRpt: 'camt.052, a report within the day: its entries are not final',
  BkToCstmrDbtCdtNtfctn: 'camt.054, a notice of single entries: it has no balances',
  CstmrPmtStsRpt: 'pain.002, the status of payments that you sent',
  CstmrCdtTrfInitn: 'pain.001, an order to pay out',
  CstmrDrctDbtInitn: 'pain.008, an order to collect',
};
const WANTED = 'Export camt.053, the statement of the day, and upload that.';

/** The file is none that can be read, for this reason. */
class NotRead extends Error {
  constructor(readonly fault: RowFault) {
    super(fault.detail);
  }
}

/**
 * Reads camt.053.001.02 to .10 (ISO 20022): several statements and accounts, booked entries only, batches taken apart where
 * their details add up (ADV-4, BNK-1). Entry by entry, so that memory holds one; hostile XML ends where it shows itself.
 */
export function readCamt(text: string, limits: FileLimits): StatementFile {
  const statements: ReadStatement[] = [];
  const faults: RowFault[] = [];
  let pending: Element[] = [];
  let count = 0;
  const takeStatement = (element: Element) => {
    const read = readStatement(element, pending, faults);
    statements.push(read);
    count += read.lines.length;
    if (count > limits.maximumLines)
      throw new NotRead(
        faultOfFile('tooManyLines', `The file has more than ${limits.maximumLines} lines`, 'Export a shorter period, several times.'),
      );
    pending = [];
  };
  try {
    const root = readXml(text.replace(/^\uFEFF/, ''), checkNamespace, { Ntry: (entry) => void pending.push(entry), Stmt: takeStatement });
    if (statements.length === 0) throw new NotRead(otherMessage(root));
  } catch (error) {
    if (error instanceof NotRead) return faulty(error.fault);
    if (error instanceof XmlRefused)
      return faulty({
        ...faultOfFile(
          error.code,
          error.message,
          'Export the statement from the bank again; if it comes like this from the bank, do not open it.',
        ),
        row: error.line,
      });
    throw error;
  }
  return faults.length > 0 ? { faults: faults.slice(0, limits.maximumFaults), faultCount: faults.length } : { statements };
}

function checkNamespace(root: Element, namespace: string): void {
  if (namespace === '' || STATEMENT.test(namespace)) return;
  const message = /(camt|pain|pacs)\.\d{3}\.\d{3}\.\d{2}$/.exec(namespace)?.[0];
  if (root.name === 'Document' && !message?.startsWith('camt.05'))
    throw new NotRead(faultOfFile('otherMessage', `This is ${message ?? namespace.slice(0, 100)}, not camt.053`, WANTED));
  if (message?.startsWith('camt.053'))
    throw new NotRead(
      faultOfFile('otherVersion', `This is ${message}; versions .02 to .10 can be read`, 'Ask the bank for one of those versions.'),
    );
}

function otherMessage(root: Element): RowFault {
  const message = root.children[0]?.name ?? '';
  if (message === 'BkToCstmrStmt')
    return faultOfFile('empty', 'The file holds no statement', 'Export a period in which the account was open.');
  const known = MESSAGES[message];
  return known
    ? faultOfFile('otherMessage', `This is ${known}`, WANTED)
    : faultOfFile('otherMessage', `This is XML with <${root.name}>, not a bank statement`, WANTED);
}

function readStatement(element: Element, entries: Element[], faults: RowFault[]): ReadStatement {
  const id = ['Id', 'ElctrncSeqNb', 'StmtPgntn/PgNb'].map((path) => textAt(element, path)).filter((part) => part !== '');
  const lines = entries.flatMap((entry) => readEntry(entry, faults));
  const opening = readBalance(element, 'OPBD', faults) ?? readBalance(element, 'PRCD', faults);
  const closing = readBalance(element, 'CLBD', faults);
  const from = dateAt(element, 'FrToDt/FrDtTm', 'FrToDt/FrDt') ?? opening?.on ?? lines[0]?.bookedOn;
  const to = dateAt(element, 'FrToDt/ToDtTm', 'FrToDt/ToDt') ?? closing?.on ?? lines.at(-1)?.bookedOn;
  const period = from && to ? { from, to } : {};
  checkStatement(element, entries.length === 0 && !('from' in period), faults);
  return {
    form: 'camt',
    statementId: id.join('/') || null,
    account: accountOf(element),
    opening: opening ? opening.pence : null,
    closing: closing ? closing.pence : null,
    ...period,
    lines: lines.map((line, index) => ({ ...line, row: index + 1 })),
  };
}

function checkStatement(element: Element, isEmptyAndUndated: boolean, faults: RowFault[]): void {
  const fault = (code: string, detail: string, remedy: string) =>
    void faults.push({ ...faultOfFile(code, detail, remedy), row: element.line });
  const currency = textAt(element, 'Acct/Ccy');
  if (currency !== '' && currency !== 'GBP')
    fault('currency', `This statement is of an account in ${currency}`, 'Only accounts kept in pounds can be imported; export that one.');
  if (isEmptyAndUndated) fault('period', 'The statement has neither entries nor dates', 'Export it from the bank again.');
}

/** A UK account: sort code and number, from the IBAN's end or the bank's own form. */
function accountOf(statement: Element): string | null {
  const iban = textAt(statement, 'Acct/Id/IBAN').replace(/\s/g, '');
  const other = textAt(statement, 'Acct/Id/Othr/Id').replace(/\D/g, '');
  return (/^GB\d{2}[A-Z]{4}(\d{14})$/.exec(iban)?.[1] ?? (iban || other)) || null;
}

function readBalance(statement: Element, code: string, faults: RowFault[]): { pence: bigint; on: LocalDate | null } | null {
  const found = allAt(statement, 'Bal').find((each) => textAt(each, 'Tp/CdOrPrtry/Cd') === code);
  if (!found) return null;
  const pence = readIsoAmount(textAt(found, 'Amt'));
  if (pence === null) {
    faults.push({
      ...faultOfFile('amount', `"${textAt(found, 'Amt')}" is not an amount`, 'Export the statement again.'),
      row: found.line,
      column: 'Bal',
    });
    return null;
  }
  return { pence: textAt(found, 'CdtDbtInd') === 'DBIT' ? -pence : pence, on: dateAt(found, 'Dt/Dt', 'Dt/DtTm') };
}

function dateAt(element: Element, ...paths: string[]): LocalDate | null {
  const text = textAt(element, ...paths).slice(0, 10);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : null;
}
