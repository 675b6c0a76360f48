import { inPounds, type Pence } from '../money';

/** £10,000,000,000: what is larger is a number that stands in the wrong column. */
const LARGEST = 1_000_000_000_000n;
const CSV_AMOUNT = /^([+-])?£?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{2}))?$/;
const CSV_BALANCE = /^([+-])?£?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?$/;
const ISO_AMOUNT = /^()(\d{1,13})(?:\.(\d{1,2})0{0,3})?$/;
const SWIFT_AMOUNT = /^()(\d{1,12})(?:,(\d{0,2}))?$/;

/** An amount as banks write it in CSV (`1,234.50`, `-5.00`, `£20`) in pence; null where it is not one exactly. */
export const readAmount = (text: string): Pence | null => exactly(CSV_AMOUNT, text.trim());

/** A running balance of a CSV: as an amount, and spreadsheets may have dropped its last nought (`6340.3`). */
export const readBalance = (text: string): Pence | null => exactly(CSV_BALANCE, text.trim());

/** An amount of ISO 20022 (up to five decimals, a point, no sign) in pence; null where it is not whole pence. */
export const readIsoAmount = (text: string): Pence | null => exactly(ISO_AMOUNT, text);

/** An amount of SWIFT (a comma, at most two decimals behind it, no sign: `12,`, `12,5`) in pence; null for any other. */
export const readSwiftAmount = (text: string): Pence | null => exactly(SWIFT_AMOUNT, text);

function exactly(pattern: RegExp, text: string): Pence | null {
  const match = pattern.exec(text);
  if (!match) return null;
  const [, sign, pounds, decimals = ''] = match;
  const pence = BigInt(pounds!.replace(/,/g, '')) * 100n + BigInt(decimals.padEnd(2, '0'));
  if (pence > LARGEST) return null;
  return sign === '-' ? -pence : pence;
}

/** An amount in words of its currency: `£12.50`, `EUR 1,250.00`. */
export function inCurrency(hundredths: bigint, currency: string): string {
  return currency === 'GBP' ? inPounds(hundredths) : inPounds(hundredths).replace('£', `${currency} `);
}
