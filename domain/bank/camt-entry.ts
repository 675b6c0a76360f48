import { inPounds, sum, type Pence } from '../money';
import type { LocalDate } from '../working-days';
import { inCurrency, readIsoAmount } from './statement-amount';
import { bankReference, readDate, type RowFault, type StatementLine } from './statement-row';
import { allAt, textAt, type Element } from './xml';

/**
 * One booked entry as lines: one, or one for each detail of a batch, which must add up to it (ADV-4). Pending entries are
 * not money. Faults stand on the entry's line of the file.
 */
export function readEntry(entry: Element, faults: RowFault[]): StatementLine[] {
  const fault: Fault = (column, code, detail, remedy = 'Export the statement from the bank again.') =>
    void faults.push({ row: entry.line, column, code, rule: 'ADV-4', detail, remedy });
  if (!isBooked(entry)) return [];
  const facts = readFacts(entry, fault);
  if (!facts) return [];
  const { amount, bookedOn, sign } = facts;
  const details = allAt(entry, 'NtryDtls/TxDtls');
  const common = { row: entry.line, bookedOn, balance: null };
  const identity = bankReference(textAt(entry, 'AcctSvcrRef')) ?? bankReference(textAt(entry, 'NtryRef'));
  const line = (detail: Element | null, pence: Pence, suffix = ''): StatementLine => ({
    ...common,
    pence,
    texts: textsOf(entry, detail, details.length),
    payer: detail ? partyOf(detail, pence > 0n) : '',
    entryId: identity && identity + suffix,
    ...([entry, ...(detail ? [detail] : [])].some((each) => textAt(each, 'RvslInd') === 'true') ? { isReversal: true } : {}),
  });
  const parts = details.map((detail) => amountOf(detail, sign));
  const isBatch = details.length > 1 && parts.every((part) => part !== null);
  if (!isBatch) return [line(details.length === 1 ? details[0]! : null, sign * amount)];
  if (sum(parts as Pence[]) !== sign * amount) {
    fault(
      'TxDtls',
      'batch',
      `The ${details.length} transactions of this entry are ${inPounds(sum(parts as Pence[]))} together, the entry is ${inPounds(sign * amount)}`,
      'Ask the bank for a corrected statement.',
    );
    return [];
  }
  return details.map((detail, index) => line(detail, parts[index]!, `/${index + 1}`));
}

type Fault = (column: string, code: string, detail: string, remedy?: string) => void;

/** Amount, day and sign of an entry; null where one of them is missing or wrong, which is a fault each. */
function readFacts(entry: Element, fault: Fault): { amount: Pence; bookedOn: LocalDate; sign: 1n | -1n } | null {
  const amount = readIsoAmount(textAt(entry, 'Amt'));
  const day = textAt(entry, 'BookgDt/Dt', 'BookgDt/DtTm', 'ValDt/Dt', 'ValDt/DtTm').slice(0, 10);
  const bookedOn = readDate(day, 'yyyy-mm-dd');
  const sign = signOf(entry);
  const currency = allAt(entry, 'Amt')[0]?.attributes['Ccy'] ?? 'GBP';
  if (amount === null) fault('Amt', 'amount', `"${textAt(entry, 'Amt').slice(0, 40)}" is not an amount in pounds and pence`);
  else if (currency !== 'GBP')
    fault(
      'Amt',
      'currency',
      `This entry is of ${inCurrency(amount, currency.slice(0, 10))}`,
      'Only accounts kept in pounds can be imported.',
    );
  if (!bookedOn) fault('BookgDt', 'date', day ? `"${day}" is not a date of the calendar` : 'The entry has no day on which it was booked');
  if (sign === null) fault('CdtDbtInd', 'sign', 'The entry does not say whether it is money in (CRDT) or out (DBIT)');
  return amount === null || !bookedOn || sign === null ? null : { amount, bookedOn, sign };
}

function isBooked(entry: Element): boolean {
  return ['', 'BOOK'].includes(textAt(entry, 'Sts/Cd', 'Sts/Prtry', 'Sts'));
}

function signOf(element: Element): 1n | -1n | null {
  const indicator = textAt(element, 'CdtDbtInd');
  return indicator === 'CRDT' ? 1n : indicator === 'DBIT' ? -1n : null;
}

/** A detail's amount in pounds with its sign; null where it has none, or only one in another currency. */
function amountOf(detail: Element, sign: 1n | -1n): Pence | null {
  const found = ['Amt', 'AmtDtls/TxAmt/Amt', 'AmtDtls/InstdAmt/Amt']
    .flatMap((path) => allAt(detail, path))
    .find((each) => (each.attributes['Ccy'] ?? 'GBP') === 'GBP');
  const pence = found ? readIsoAmount(found.text.trim()) : null;
  return pence === null ? null : (signOf(detail) ?? sign) * pence;
}

/** Wherever banks put what the payer wrote; the entry's own text only where it cannot belong to another detail. */
function textsOf(entry: Element, detail: Element | null, details: number): string[] {
  const told = detail
    ? [
        ...allAt(detail, 'RmtInf/Strd/CdtrRefInf/Ref').map((each) => each.text.trim()),
        allAt(detail, 'RmtInf/Ustrd')
          .map((each) => each.text.trim())
          .join(' '),
        ...['EndToEndId', 'InstrId', 'TxId', 'PmtInfId']
          .map((name) => textAt(detail, `Refs/${name}`))
          .filter((text) => text !== 'NOTPROVIDED'),
        textAt(detail, 'AddtlTxInf'),
      ]
    : [];
  const all = details <= 1 ? [...told, textAt(entry, 'AddtlNtryInf')] : told;
  return [...new Set(all.map((text) => text.replace(/\s+/g, ' ')).filter((text) => text !== ''))];
}

function partyOf(detail: Element, isMoneyIn: boolean): string {
  const party = isMoneyIn ? 'Dbtr' : 'Cdtr';
  return textAt(
    detail,
    `RltdPties/${party}/Nm`,
    `RltdPties/${party}/Pty/Nm`,
    `RltdPties/Ultmt${party}/Nm`,
    `RltdPties/Ultmt${party}/Pty/Nm`,
  );
}
