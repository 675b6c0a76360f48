import { cardTypeWords, type CardType } from '../applications/card-types';
import { sum, type Pence } from '../money';
import type { Price } from './fee';

/** An invoice says what was paid for; a credit note that names it takes it back (ORD-6). */
export type InvoiceKind = 'invoice' | 'creditNote';
/** How what stands on an invoice was paid. */
export const meansOfPayment = ['card', 'funds', 'bacs', 'outside', 'account'] as const;
export type PaidBy = (typeof meansOfPayment)[number];
/** What people call them. */
export const paidByWords: Record<PaidBy, string> = {
  card: 'Card',
  funds: 'Funds',
  bacs: 'Bank transfer (BACS)',
  outside: 'Outside the system',
  account: 'On account',
};

/** One line: so many of something, and what all of them come to in pence. */
export interface InvoiceLine extends Price {
  description: string;
  quantity: number;
}
/** A card on an order, at the price of the day on which it was closed. */
export interface PricedCard extends Price {
  cardType: CardType;
}

const CREDITS = 'ECS Card Advance Payment';

/** The lines of an order of cards: one for each type of card and price (ORD-6, MON-3). */
export function cardLines(cards: readonly PricedCard[]): InvoiceLine[] {
  const lines = new Map<string, InvoiceLine>();
  for (const { cardType, net, vat, vatRate } of cards) {
    const key = `${cardType}/${net}/${vat}/${vatRate}`;
    const line = lines.get(key) ?? { description: `Card: ${cardTypeWords[cardType]}`, quantity: 0, net: 0n, vat: 0n, vatRate };
    lines.set(key, { ...line, quantity: line.quantity + 1, net: line.net + net, vat: line.vat + vat });
  }
  return [...lines.values()];
}

/** The line of what became funds: credits, without tax; one sum where it is not what credits come to (ADV-1, ORD-6). */
export function fundsLines(pence: Pence, { credits, due }: { credits: number; due: Pence }): InvoiceLine[] {
  return [{ description: CREDITS, quantity: pence === due && credits > 0 ? credits : 1, net: pence, vat: 0n, vatRate: 0 }];
}

/** What prices or lines come to, in pence. */
export function totalOf(lines: readonly Price[]): { net: Pence; vat: Pence; pence: Pence } {
  const net = sum(lines.map((line) => line.net));
  const vat = sum(lines.map((line) => line.vat));
  return { net, vat, pence: net + vat };
}

/** What people call one: both kinds are of one series (ORD-6). */
export function invoiceReference(kind: InvoiceKind, number: number): string {
  return `${kind === 'invoice' ? 'INV' : 'CN'}-${String(number).padStart(6, '0')}`;
}
