import { cardTypeWords, type CardType } from '../applications/card-types';
import { inPounds, type Pence } from '../money';
import { refuse, type Refusal } from '../refusal';
import { dateWords, type LocalDate } from '../working-days';

/** What a fee is charged for (MON-3). Their names are a stored format. */
export const feeItems = ['card', 'replacementCertificate', 'registration', 'lateBooking', 'veryLateBooking', 'fastTrack'] as const;
export type FeeItem = (typeof feeItems)[number];
/** What people call them. */
export const feeItemWords: Record<FeeItem, string> = {
  card: 'Card',
  replacementCertificate: 'Replacement certificate',
  registration: 'Registration',
  lateBooking: 'Late booking',
  veryLateBooking: 'Very late booking',
  fastTrack: 'Fast track',
};

/** What one costs: pence without value added tax, the tax, and its rate in hundredths of a per cent (MON-1). */
export interface Price {
  net: Pence;
  vat: Pence;
  vatRate: number;
}

/** A fee with the London day from which it stands, until another one of its kind does; for one type of card, or for all. */
export interface Fee extends Price {
  item: FeeItem;
  cardType: CardType | null;
  from: LocalDate;
}

/** A price by its net amount and the rate of tax in hundredths of a per cent; half a penny of tax is a penny (MON-1, MON-3). */
export function priceWithVat(net: Pence, vatRate: number): Price {
  return { net, vat: (net * BigInt(vatRate) + 5_000n) / 10_000n, vatRate };
}

/** What an item costs on a London day: the fee of its type of card, else the one for all types, that came last; undefined where none stands yet (MON-3). */
export function feeOn(fees: readonly Fee[], item: FeeItem, cardType: CardType | null, day: LocalDate): Fee | undefined {
  const standing = fees.filter((fee) => fee.item === item && fee.from <= day).sort((a, b) => (a.from < b.from ? 1 : -1));
  return standing.find((fee) => fee.cardType === cardType) ?? standing.find((fee) => fee.cardType === null);
}

/** A rate of tax in words: `20%`, `17.5%`. */
export function rateInWords(vatRate: number): string {
  return `${vatRate / 100}%`;
}

/** What keeps a fee from coming into force: it reaches back, is for a type of what has none, or another one stands from that very day (MON-3). */
export function feeFaults(fees: readonly Fee[], { item, cardType, from }: Fee, today: LocalDate): Refusal[] {
  const faults: Refusal[] = [];
  if (from <= today) faults.push(refuse('from', 'MON-3', 'A fee cannot reach back', `Choose a day after ${today}.`, '/from'));
  if (cardType && item !== 'card')
    faults.push(refuse('cardType', 'MON-3', 'Only cards have a type of card', 'Leave the type of card out.', '/cardType'));
  if (fees.some((fee) => fee.item === item && fee.cardType === cardType && fee.from === from))
    faults.push(refuse('feeTaken', 'MON-3', `A fee of this kind stands from ${from} already`, 'Choose another day.', '/from'));
  return faults;
}

/** What a fee is for, in words: `Card, Managerial`. */
export function feeFor({ item, cardType }: Pick<Fee, 'item' | 'cardType'>): string {
  return cardType ? `${feeItemWords[item]}, ${cardTypeWords[cardType]}` : feeItemWords[item];
}

/** A price in words: `£57.00 (£47.50 and £9.50 VAT at 20%)`. */
export function priceInWords({ net, vat, vatRate }: Price): string {
  return vatRate === 0 ? inPounds(net) : `${inPounds(net + vat)} (${inPounds(net)} and ${inPounds(vat)} VAT at ${rateInWords(vatRate)})`;
}

/** A fee that is proposed, in words. */
export function feeInWords(fee: Fee): string {
  return `Fee from ${dateWords(fee.from)}: ${feeFor(fee)} becomes ${priceInWords(fee)}`;
}
