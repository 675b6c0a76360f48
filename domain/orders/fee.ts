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

/** What a fee is charged for: an item, of one type of card or one product, or of all. */
export interface Charged {
  item: FeeItem;
  cardType: CardType | null;
  /** By its identifier. */
  product: string | null;
}
/** A fee with the London day from which it stands, until another one of its kind does. */
export interface Fee extends Price, Charged {
  from: LocalDate;
}

/** A price by its net amount and the rate of tax in hundredths of a per cent; half a penny of tax is a penny (MON-1, MON-3). */
export function priceWithVat(net: Pence, vatRate: number): Price {
  return { net, vat: (net * BigInt(vatRate) + 5_000n) / 10_000n, vatRate };
}

/** What an item costs on a London day: the fee of its type of card or of its product, else the one for all, that came last; undefined where none stands yet (MON-3). */
export function feeOn<Standing extends Fee>(fees: readonly Standing[], of: Charged, day: LocalDate): Standing | undefined {
  const standing = fees.filter((fee) => fee.item === of.item && fee.from <= day).sort((a, b) => (a.from < b.from ? 1 : -1));
  return standing.find((fee) => isSame(fee, of)) ?? standing.find(({ cardType, product }) => cardType === null && product === null);
}

/** A rate of tax in words: `20%`, `17.5%`. */
export function rateInWords(vatRate: number): string {
  return `${vatRate / 100}%`;
}

/** What keeps a fee from coming into force: it reaches back, is for a type of what has none, or another one stands from that very day (MON-3). */
export function feeFaults(fees: readonly Fee[], proposed: Fee, today: LocalDate): Refusal[] {
  const { item, cardType, product, from } = proposed;
  const faults: Refusal[] = [];
  if (from <= today) faults.push(refuse('from', 'MON-3', 'A fee cannot reach back', `Choose a day after ${today}.`, '/from'));
  if (cardType && item !== 'card')
    faults.push(refuse('cardType', 'MON-3', 'Only cards have a type of card', 'Leave the type of card out.', '/cardType'));
  if (product && item === 'card') faults.push(refuse('product', 'MON-3', 'Cards have no product', 'Leave the product out.', '/product'));
  if (fees.some((fee) => fee.item === item && isSame(fee, proposed) && fee.from === from))
    faults.push(refuse('feeTaken', 'MON-3', `A fee of this kind stands from ${from} already`, 'Choose another day.', '/from'));
  return faults;
}

/** What a fee is for, in words: `Card, Managerial`; of one product, where its name is not told. */
export function feeFor({ item, cardType, product }: Charged, name = 'one product'): string {
  if (product) return `${feeItemWords[item]}, ${name}`;
  return cardType ? `${feeItemWords[item]}, ${cardTypeWords[cardType]}` : feeItemWords[item];
}

/** A price in words: `£57.00 (£47.50 and £9.50 VAT at 20%)`. */
export function priceInWords({ net, vat, vatRate }: Price): string {
  return vatRate === 0 ? inPounds(net) : `${inPounds(net + vat)} (${inPounds(net)} and ${inPounds(vat)} VAT at ${rateInWords(vatRate)})`;
}

/** A fee that is proposed, in words; of one product, where its name is not told. */
export function feeInWords(fee: Fee, name?: string): string {
  return `Fee from ${dateWords(fee.from)}: ${feeFor(fee, name)} becomes ${priceInWords(fee)}`;
}

function isSame(fee: Charged, of: Charged): boolean {
  return fee.cardType === of.cardType && fee.product === of.product;
}
