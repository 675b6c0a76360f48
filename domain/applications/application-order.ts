import type { Entry } from '../decision';
import { inPounds, type Pence } from '../money';
import type { Policy } from '../policy';
import { refuse, type Refusal } from '../refusal';
import { feeOn, type Fee, type Price } from '../orders/fee';
import { daysLater, type Instant, type LocalDate } from '../working-days';
import type { CardType } from './card-types';

/** An order for cards: it takes applications while it is open, is closed to be paid, and is paid once (ORD-2, ORD-3). */
export type OrderState = 'open' | 'closed' | 'paid';

/** What an order comes to: pence with value added tax, and the tax within them (MON-1, MON-3). */
export interface OrderPrice {
  pence: Pence;
  vat: Pence;
}

/** An order as whoever pays it finds it, locked until the transaction ends, with its applications. */
export interface PayableOrder extends OrderPrice {
  state: OrderState;
  node: string;
  /** By card just now, or by a transfer that is awaited (ORD-3, ORD-5). */
  isBeingPaid: boolean;
  applications: string[];
}

/** What a card of a type costs on a London day: the schedule's fee, or the policy's price where the schedule has none (MON-3). */
export function priceOfCard(fees: readonly Fee[], type: CardType, day: LocalDate, { pricePence, vatPence }: Policy['cards']): Price {
  const net = pricePence - vatPence;
  return (
    feeOn(fees, { item: 'card', cardType: type, product: null }, day) ?? {
      net,
      vat: vatPence,
      vatRate: Number((vatPence * 10_000n + net / 2n) / net),
    }
  );
}

/** The key of the entry by which an order is paid: once (MON-2). */
export function paymentKey(order: string): string {
  return `application-order/${order}/payment`;
}

/** Since when a purchase counts as one of the last days, as of an instant (ORD-4). */
export function recentSince(at: Instant, { purchasesListedDays }: Pick<Policy['orders'], 'purchasesListedDays'>): Instant {
  return daysLater(at, -purchasesListedDays);
}

/** What keeps an order from being paid; null where it can be (ORD-3). */
export function notPayable({ state, isBeingPaid = false }: { state: OrderState; isBeingPaid?: boolean }): Refusal | null {
  if (state === 'closed') return isBeingPaid ? beingPaid() : null;
  if (state === 'paid') return refuse('paid', 'ORD-3', 'This order is paid already', 'Nothing is left to pay.', '/order');
  return refuse('orderOpen', 'ORD-3', 'This order is still open', 'Close it first: a closed order takes no more applications.', '/order');
}

/** ORD-3, ORD-5: nothing else pays an order while it is being paid by card, or a transfer for it is awaited. */
export function beingPaid(): Refusal {
  const remedy =
    'Finish that payment: one by card expires half an hour after it was begun, the hold for a transfer is ended by our finance team.';
  return refuse('beingPaid', 'ORD-5', 'This order is being paid by card just now, or a transfer for it is awaited', remedy, '/order');
}

/** The entry by which an order is paid from an account of the journal, once: fees and the tax within them (MON-2, ORD-3). Card fees are never refunded (APP-3). */
export function paymentEntry(order: string, { pence, vat }: OrderPrice, from: string): Entry {
  const postings = [
    { account: from, pence },
    { account: 'card-fees', pence: vat - pence },
    { account: 'vat', pence: -vat },
  ];
  return { key: paymentKey(order), kind: 'payment', postings };
}

/** ADV-6: no fund at the order's level or above holds what it comes to; `most` is what the fullest of them holds. */
export function fundsShort(pence: Pence, most: Pence): Refusal {
  const detail = `No fund at the order's level or above holds ${inPounds(pence)}: ${inPounds(most)} is the most that one holds`;
  return refuse('fundsShort', 'ADV-6', detail, 'Pay it in another way, or place an advance order first.');
}

/** The account on which stands what was paid outside of the system. */
export const PAID_OUTSIDE = 'paid-outside';

/** The payment of an order in words. */
export function paymentInWords(pence: Pence): string {
  return `Payment of ${inPounds(pence)} for an order of cards, made outside the system`;
}
