/** Integer pence (MON-1). Signed: a debit is positive in a posting. */
export type Pence = bigint;

/** Money as the API writes it: integer pence and a currency (MON-1). */
export interface Money {
  amount: number;
  currency: 'GBP';
}

/** Pence → the API's `{ amount, currency }`. Throws RangeError beyond what a JSON number holds exactly. */
export function toMoney(pence: Pence): Money {
  const amount = Number(pence);
  if (!Number.isSafeInteger(amount)) throw new RangeError(`${pence} pence cannot be written as a JSON number`);
  return { amount, currency: 'GBP' };
}

/** Pence in words, for mails, summaries and reasons: `£1,250.00`, `-£0.05`. */
export function inPounds(pence: Pence): string {
  const absolute = pence < 0n ? -pence : pence;
  const pounds = (absolute / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ',');
  return `${pence < 0n ? '-' : ''}£${pounds}.${(absolute % 100n).toString().padStart(2, '0')}`;
}

/** The sum of amounts in pence. */
export function sum(amounts: Iterable<Pence>): Pence {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
}
