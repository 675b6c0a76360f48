import { refuse, type Refusal } from '../refusal';
import { dateWords, monthsLater, type LocalDate } from '../working-days';
import type { CardType } from './card-types';

/** What an application is for: a first card of its type, the next one, or the same once more (APP-1). */
export const purposes = ['initial', 'renewal', 'replacement'] as const;
export type Purpose = (typeof purposes)[number];

/** A card of a person that has been issued. */
export interface IssuedCard {
  type: string;
  /** Its last day, London (TIM-4). */
  validTo: LocalDate;
}

/** The card that an application goes on from: of its type, the one that runs longest; undefined where there is none. */
export function cardBefore<Card extends IssuedCard>(cards: readonly Card[], type: CardType): Card | undefined {
  return cards.filter((card) => card.type === type).sort((a, b) => (a.validTo < b.validTo ? 1 : -1))[0];
}

/**
 * Why an application cannot be started for its purpose on a London date; null where it can (APP-1, CRD-3): a renewal is of a card of that type and
 * opens so many months before it expires; a replacement is of one in date.
 */
export function notStartable(
  { cardType, purpose }: { cardType: CardType; purpose: Purpose },
  cards: readonly IssuedCard[],
  on: LocalDate,
  { renewalMonths }: { renewalMonths: number },
): Refusal | null {
  if (purpose === 'initial') return null;
  const card = cardBefore(cards, cardType);
  if (!card) return refuse('noCard', 'APP-1', 'The person has no card of this type', 'Apply for a first one: purpose initial.', '/purpose');
  if (purpose === 'replacement')
    return on <= card.validTo
      ? null
      : refuse('cardExpired', 'APP-1', `The card expired after ${dateWords(card.validTo)}`, 'Apply for its renewal.', '/purpose');
  const opens = monthsLater(card.validTo, -renewalMonths);
  if (on >= opens) return null;
  return refuse(
    'tooEarly',
    'CRD-3',
    `The card is valid to ${dateWords(card.validTo)}`,
    `It can be renewed from ${dateWords(opens)} on.`,
    '/purpose',
  );
}
