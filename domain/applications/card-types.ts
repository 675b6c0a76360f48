/** The types of card that are applied for (APP-1). */
export const cardTypes = ['craft', 'managerial', 'apprentice'] as const;
export type CardType = (typeof cardTypes)[number];

/** What people call them. */
export const cardTypeWords: Record<CardType, string> = {
  craft: 'Craft or Related Disciplines',
  managerial: 'Managerial',
  apprentice: 'Non-JIB Registered Apprentice',
};
