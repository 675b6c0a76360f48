import type { Gender } from './learner';

/** Ethnicity codes with their words (REG-5). */
export const ethnicities: Readonly<Record<string, string>> = {
  31: 'English / Welsh / Scottish / Northern Irish / British',
  32: 'Irish',
  33: 'Gypsy or Irish Traveller',
  34: 'Any other White background',
  35: 'White and Black Caribbean',
  36: 'White and Black African',
  37: 'White and Asian',
  38: 'Any other mixed / multiple ethnic background',
  39: 'Indian',
  40: 'Pakistani',
  41: 'Bangladeshi',
  42: 'Chinese',
  43: 'Any other Asian background',
  44: 'African',
  45: 'Caribbean',
  46: 'Any other Black / African / Caribbean background',
  47: 'Arab',
  98: 'Any other ethnic group',
  99: 'Not provided',
};
/** What stands where nothing is told (REG-4). */
export const ETHNICITY_UNTOLD = '99';

/** Genders with their words (REG-5). */
export const genderWords: Readonly<Record<Gender, string>> = { M: 'Male', F: 'Female', U: 'Prefer not to say' };

/** The nine types of access arrangement in the order of the columns P to X, by code (REG-7, REG-12). Codes are a stored format. */
export const arrangementTypes = {
  extraTime25: 'Extra time up to 25%',
  extraTimeMore: 'Extra time over 25%',
  reader: 'Reader or computer reader',
  scribe: 'Scribe or speech recognition',
  wordProcessor: 'Word processor',
  restBreaks: 'Supervised rest breaks',
  signLanguage: 'Sign language interpreter',
  separateRoom: 'Separate room',
  assistive: 'Assistive technology or other',
} as const;
export type ArrangementType = keyof typeof arrangementTypes;
export const arrangementCodes = Object.keys(arrangementTypes) as ArrangementType[];
