import type { components } from './api';
import { dayOf, momentOf, type Tag } from './cells';
import type { Facts } from './case';

type Steps = components['schemas']['CardSteps'];

/** How a card stands, by colour. */
export const CARD_COLOURS: Record<string, Tag['colour']> = {
  approved: 'yellow',
  issued: 'green',
  valid: 'green',
  expired: 'grey',
  superseded: 'grey',
  revoked: 'red',
};
/** What people call the types of card (APP-1). */
export const CARD_TYPES = {
  craft: 'Craft or Related Disciplines',
  managerial: 'Managerial',
  apprentice: 'Non-JIB Registered Apprentice',
} as const;

/** What a type of card is called; one of another scheme as it is. */
export function cardType(type: string): string {
  return (CARD_TYPES as Record<string, string>)[type] ?? type;
}

/** Where a card is, since when (CRD-1). */
export function whereCard({ stage, stepSince }: Pick<Steps, 'stage' | 'stepSince'>): string {
  return stepSince ? `${stage} since ${momentOf(stepSince)}` : stage;
}

/** What an application's page says of the card that came of it (CRD-1). */
export function cardFacts({ card }: { card: Steps | null }): Facts {
  if (!card) return [];
  return [
    ['Card', `${card.number}, valid to ${dayOf(card.validTo)}`],
    ['Where the card is', whereCard(card)],
  ];
}
