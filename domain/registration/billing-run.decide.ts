import type { InvoiceLine } from '../orders/invoice';
import type { Price } from '../orders/fee';
import type { Policy } from '../policy';
import { hourOfDate, londonDate, monthsLater, startOfDate, type Instant, type LocalDate } from '../working-days';
import { chargeWhats, chargeWords, type ChargeWhat } from './charge';

/** How far a month's invoicing has come, in centres. */
export interface BillingProgress {
  /** The first day of the London month. */
  month: LocalDate;
  /** When the invoices are made (CEN-1). */
  dueAt: Instant;
  /** Centres that owe something for the month and have no invoice of it yet. */
  toInvoice: number;
  invoiced: number;
  /** Centres that owe nothing for it: what they were charged and credited stands on their next invoice. */
  carried: number;
  isOver: boolean;
}
/** How far it has come, when the next thing is due, and what happened where something did. */
export interface BillingStep {
  progress: BillingProgress;
  nextDue: 'atOnce' | 'whenWoken' | Instant;
  event?: string;
}
/** What a centre is charged, or credited where the quantity is below nothing; the price is of one. */
export interface Charged extends Price {
  what: ChargeWhat;
  product: { code: string; name: string };
  quantity: number;
}

/** The first day of the London month of an instant. */
export function billingMonth(at: Instant): LocalDate {
  return `${londonDate(at).slice(0, 7)}-01`;
}

/** The first instant after a month: what is decided from then on is the next one's (CEN-1, TIM-4). */
export function endOfMonth(month: LocalDate): Instant {
  return startOfDate(nextMonth(month));
}

/** The first day of the month after one. */
export function nextMonth(month: LocalDate): LocalDate {
  return monthsLater(month, 1);
}

/** CEN-1: the month's invoices are made at an hour of the first day after it. */
export function billingDue(month: LocalDate, { registrations }: Pick<Policy, 'registrations'>): Instant {
  return hourOfDate(nextMonth(month), registrations.billingHour);
}

/** CEN-1: a run before anything is invoiced. */
export function begun(month: LocalDate, toInvoice: number, policy: Pick<Policy, 'registrations'>): BillingProgress {
  return { month, dueAt: billingDue(month, policy), toInvoice, invoiced: 0, carried: 0, isOver: false };
}

/** CEN-1: before the hour it waits, and says of how many centres; from then on it goes on until no centre is left that owes something. */
export function afterInvoicing(
  before: BillingProgress,
  now: Pick<BillingProgress, 'toInvoice' | 'invoiced' | 'carried'>,
  at: Instant,
): BillingStep {
  if (before.isOver) return { progress: before, nextDue: 'whenWoken' };
  if (at < before.dueAt) {
    const isCounted = now.toInvoice !== before.toInvoice;
    return { progress: { ...before, toInvoice: now.toInvoice }, nextDue: before.dueAt, ...(isCounted ? { event: 'counted' } : {}) };
  }
  const isOver = now.toInvoice === 0;
  return { progress: { ...before, ...now, isOver }, nextDue: isOver ? 'whenWoken' : 'atOnce' };
}

/** CEN-1, ORD-6: the lines of a centre's month, one for each product and price, credits for themselves; by product, what was registered first. */
export function accountLines(charges: readonly Charged[]): InvoiceLine[] {
  const lines = new Map<string, InvoiceLine>();
  for (const { what, product, quantity, net, vat, vatRate } of [...charges].sort(byProduct)) {
    const key = `${product.code}/${what}/${net}/${vat}/${vatRate}`;
    const description = `${chargeWords[what]}: ${product.code} ${product.name}`;
    const line = lines.get(key) ?? { description, quantity: 0, net: 0n, vat: 0n, vatRate };
    const more = { net: net * BigInt(quantity), vat: vat * BigInt(quantity) };
    lines.set(key, { ...line, quantity: line.quantity + quantity, net: line.net + more.net, vat: line.vat + more.vat });
  }
  return [...lines.values()];
}

function byProduct(one: Charged, other: Charged): number {
  return one.product.code.localeCompare(other.product.code, 'en') || chargeWhats.indexOf(one.what) - chargeWhats.indexOf(other.what);
}
