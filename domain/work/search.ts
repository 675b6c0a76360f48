import type { Pence } from '../money';
import { REFERENCE_PREFIX } from '../references';

/** What one box of words may mean, all at once. */
export interface Sought {
  /** A part of a text. */
  text: string;
  /** What a reference, number, purchase order or address is or begins with, in capitals. */
  references: string[];
  /** The amount that it is; null where it is none. */
  pence: Pence | null;
}

/** Digits without their prefix are a reference's from so many on. */
const FEWEST_DIGITS = 3;
const AMOUNT = /^£?\s*(\d{1,3}(?:,\d{3}){1,3}|\d{1,12})(?:\.(\d{1,2}))?$/;

/** What somebody looks for who typed this: a reference with or without its prefix, spaces and case, an amount in pounds, any text. */
export function readSearch(typed: string): Sought {
  const text = typed.trim();
  const capitals = text.toUpperCase();
  const compact = capitals.replace(/\s+/g, '');
  const bare = new RegExp(`^\\d{${FEWEST_DIGITS},}$`).test(compact) ? [REFERENCE_PREFIX + compact] : [];
  const pence = penceOf(text);
  // With its sign it is an amount and nothing else.
  const isAmount = pence !== null && text.startsWith('£');
  return { text: isAmount ? '' : text, references: isAmount ? [] : [...new Set([capitals, compact, ...bare])], pence };
}

/** `1,000.00`, `£1000` and `1000.5` in pence; null for what is no amount. */
function penceOf(text: string): Pence | null {
  const [, pounds, pence = ''] = AMOUNT.exec(text) ?? [];
  return pounds === undefined ? null : BigInt(pounds.replaceAll(',', '')) * 100n + BigInt(pence.padEnd(2, '0'));
}
