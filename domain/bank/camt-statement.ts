import type { LocalDate } from '../working-days';
import { readEntry } from './camt-entry';
import { accountIn, faulty, foreignAccount, tooManyLines, type ReadStatement, type StatementFile } from './statement';
import { readIsoAmount } from './statement-amount';
import { faultOfFile, readDate, type FileLimits, type RowFault, type StatementLine } from './statement-row';
import { allAt, readXml, textAt, XmlRefused, type Element } from './xml';

const STATEMENT = /^urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.(0[2-9]|1[0-3])$/;
const OTHERS: Record<string, string> = {
  'camt.052': 'a report within the day: its entries are not final',
  'camt.054': 'a notice of single entries: it has no balances',
  'camt.086': "the bank's bill for its services",
  'pain.002': 'the status of payments that you sent',
  'pain.001': 'an order to pay out',
  'pain.008': 'an order to collect',
};
/** The elements by which messages without a namespace are told; version 01 ends them in V01. */
const ELEMENTS: Record<string, string> = {
  BkToCstmrAcctRpt: 'camt.052',
  BkToCstmrDbtCdtNtfctn: 'camt.054',
  BkSvcsBllgStmt: 'camt.086',
  CstmrPmtStsRpt: 'pain.002',
  CstmrCdtTrfInitn: 'pain.001',
  CstmrDrctDbtInitn: 'pain.008',
};
/** A message stands in its document, and that in an envelope at most. */
const DEEPEST_MESSAGE = 3;
const WANTED = 'Export camt.053, the statement of the day, and upload that.';

/** The file is none that can be read, for this reason. */
class NotRead extends Error {
  constructor(readonly fault: RowFault) {
    super(fault.detail);
  }
}

/**
 * Reads camt.053.001.02 to .13 (ISO 20022): several statements and accounts, booked entries only, batches taken apart where
 * their details add up (ADV-4, BNK-1). Entry by entry, so that memory holds one; hostile XML ends where it shows itself.
 */
export function readCamt(text: string, limits: FileLimits): StatementFile {
  const statements: ReadStatement[] = [];
  const faults: RowFault[] = [];
  let lines: StatementLine[] = [];
  let faultsBefore = 0;
  let count = 0;
  const insistOnFew = (more: number) => {
    count += more;
    if (count > limits.maximumLines) throw new NotRead(tooManyLines(limits));
  };
  const takeEntry = (element: Element) => {
    const read = readEntry(element, faults);
    insistOnFew(Math.max(1, read.length));
    for (const line of read) lines.push(line);
  };
  const takeStatement = (element: Element) => {
    if (lines.length === 0) insistOnFew(1);
    const foreign = foreignCurrency(element);
    if (foreign) faults.splice(faultsBefore, Infinity, foreign);
    else statements.push(readStatement(element, lines, faults, faults.length > faultsBefore));
    lines = [];
    faultsBefore = faults.length;
  };
  try {
    const root = readXml(text.replace(/^\uFEFF/, ''), insistOnStatement, { Ntry: takeEntry, Stmt: takeStatement });
    if (statements.length + faults.length === 0) throw new NotRead(nothingIn(root));
  } catch (error) {
    if (error instanceof NotRead) return faulty(error.fault);
    if (error instanceof XmlRefused) return faulty(refused(error));
    throw error;
  }
  return faults.length > 0 ? { faults: faults.slice(0, limits.maximumFaults), faultCount: faults.length } : { statements };
}

/** Ends the reading where an element shows that the document is another message, or a version that is not known. */
function insistOnStatement({ name }: Element, namespace: string, depth: number): void {
  if (depth > DEEPEST_MESSAGE) return;
  const message = /[a-z]{4}\.\d{3}\.\d{3}\.\d{2}$/.exec(namespace)?.[0] ?? ELEMENTS[name.replace(/V\d\d$/, '')];
  if (!message || STATEMENT.test(namespace) || message.startsWith('head.')) return;
  if (message.startsWith('camt.053'))
    throw new NotRead(
      faultOfFile('otherVersion', `This is ${message}; versions .02 to .13 can be read`, 'Ask the bank for one of those versions.'),
    );
  const title = OTHERS[message.slice(0, 8)];
  throw new NotRead(faultOfFile('otherMessage', `This is ${message}${title ? `, ${title}` : ', not camt.053'}`, WANTED));
}

function nothingIn(root: Element): RowFault {
  return root.name === 'Document' && root.children[0]?.name === 'BkToCstmrStmt'
    ? faultOfFile('empty', 'The file holds no statement', 'Export a period in which the account was open.')
    : faultOfFile('otherMessage', `This is XML with <${root.name.slice(0, 60)}>, not a bank statement`, WANTED);
}

function refused({ code, message, line }: XmlRefused): RowFault {
  const remedy = 'Export the statement from the bank again; if it comes like this from the bank, do not open it.';
  return { ...faultOfFile(code, message, remedy), row: line };
}

function readStatement(element: Element, lines: StatementLine[], faults: RowFault[], isFaulty: boolean): ReadStatement {
  const id = ['Id', 'ElctrncSeqNb', 'StmtPgntn/PgNb'].map((path) => textAt(element, path)).filter((part) => part !== '');
  const opening = readBalance(element, 'OPBD', faults) ?? readBalance(element, 'PRCD', faults);
  const closing = readBalance(element, 'CLBD', faults);
  const { from, to } = periodOf(element, lines, [opening?.on, closing?.on], faults);
  if ((!from || !to) && !isFaulty)
    faults.push({
      ...faultOfFile('period', 'The statement has neither entries nor dates', 'Export it from the bank again.'),
      row: element.line,
    });
  return {
    form: 'camt',
    statementId: id.join('/') || null,
    account: accountIn(textAt(element, 'Acct/Id/IBAN')) ?? accountIn(textAt(element, 'Acct/Id/Othr/Id')),
    opening: opening?.pence ?? null,
    closing: closing?.pence ?? null,
    ...(from && to ? { from, to } : {}),
    lines: lines.map((line, index) => ({ ...line, row: index + 1 })),
  };
}

/** The days of a statement: as it says, else of its balances, else of its entries. */
function periodOf(element: Element, lines: StatementLine[], [opened, closed]: (LocalDate | null | undefined)[], faults: RowFault[]) {
  const days = lines.map((line) => line.bookedOn).sort();
  return {
    from: dateAt(element, faults, 'FrToDt/FrDtTm', 'FrToDt/FrDt') ?? opened ?? days[0],
    to: dateAt(element, faults, 'FrToDt/ToDtTm', 'FrToDt/ToDt') ?? closed ?? days.at(-1),
  };
}

/** That an account is not kept in pounds, which is then all that is said of its statement; null where it is. */
function foreignCurrency(statement: Element): RowFault | null {
  const balance = allAt(statement, 'Bal').at(-1);
  const amount = balance && allAt(balance, 'Amt')[0];
  const currency = textAt(statement, 'Acct/Ccy') || amount?.attributes['Ccy'] || 'GBP';
  if (currency === 'GBP') return null;
  return foreignAccount(currency.slice(0, 10), statement.line, amount ? readIsoAmount(amount.text.trim()) : null);
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
  return { pence: textAt(found, 'CdtDbtInd') === 'DBIT' ? -pence : pence, on: dateAt(found, faults, 'Dt/Dt', 'Dt/DtTm') };
}

function dateAt(element: Element, faults: RowFault[], ...paths: string[]): LocalDate | null {
  const text = textAt(element, ...paths);
  const date = readDate(text.slice(0, 10), 'yyyy-mm-dd');
  if (text !== '' && !date)
    faults.push({
      ...faultOfFile('date', `"${text.slice(0, 40)}" is not a date of the calendar`, 'Export the statement again.'),
      row: element.line,
      column: paths[0]!.split('/')[0]!,
    });
  return date;
}
