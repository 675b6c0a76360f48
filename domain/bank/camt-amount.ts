import type { Pence } from '../money';

const ISO_AMOUNT = /^(\d{1,13})(?:\.(\d{1,2})0{0,3})?$/;

/** An amount of ISO 20022 (up to five decimals, a point, no sign) in pence; null where it is not whole pence. */
export function readIsoAmount(text: string): Pence | null {
  const match = ISO_AMOUNT.exec(text);
  return match ? BigInt(match[1]!) * 100n + BigInt((match[2] ?? '').padEnd(2, '0')) : null;
}
