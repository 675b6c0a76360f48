import type { LocalDate } from '../working-days';

/** What a product is (REG-18). Their names are a stored format. */
export const productTypes = [
  'qualification',
  'vCert',
  'tLevel',
  'technicalAward',
  'functionalSkills',
  'edsq',
  'apprenticeship',
  'bundle',
] as const;
export type ProductType = (typeof productTypes)[number];

/** How a component is assessed; only paper ones are booked with an address (BKG-1), controlled ones have their own desk (CAS-1). */
export const componentForms = ['paper', 'controlled', 'onScreen', 'internal'] as const;
export type ComponentForm = (typeof componentForms)[number];

/** A part of a product that is assessed for itself. */
export interface Component {
  code: string;
  title: string;
  form: ComponentForm;
}

/** What a product is from a London day on, until another version does (REG-18). */
export interface ProductVersion {
  product: string;
  code: string;
  from: LocalDate;
  name: string;
  /** As the regulator numbers it, `603/2476/0`; null for what is not regulated. */
  number: string | null;
  sector: string;
  type: ProductType;
  isRegulated: boolean;
  /** False: nobody is registered on it any longer. */
  isOpen: boolean;
  /** After so many months a registration lapses (LAP-1). */
  lapseMonths: number;
  gradeScale: string;
  components: Component[];
  /** Modes of assessment to choose from at registration; none where nothing is asked (REG-11). */
  modes: string[];
  hasWindows: boolean;
  lateAllowed: boolean;
  booksOnRegistration: boolean;
  isElectronicOnly: boolean;
  takesArrangements: boolean;
  /** The nested suite within which a learner is topped up or down (LRN-5); null for none. */
  suite: string | null;
  /** Of an apprenticeship or a bundle: the products that it is made of, by identifier (REG-11). */
  members: string[];
}

/** True for what is made of other products (REG-11). */
export function isMadeOfOthers({ type }: Pick<ProductVersion, 'type'>): boolean {
  return type === 'apprenticeship' || type === 'bundle';
}

/** REG-4: what is regulated, or made of something that is, asks for the start and the planned end. */
export function asksForDates({ isRegulated }: Pick<ProductVersion, 'isRegulated'>, members: readonly ProductVersion[]): boolean {
  return isRegulated || members.some((member) => member.isRegulated);
}

/** REG-8: what is not registered by a bulk file: T Levels, and what books on registration. */
export function isInBulk({ type, booksOnRegistration }: Pick<ProductVersion, 'type' | 'booksOnRegistration'>): boolean {
  return type !== 'tLevel' && !booksOnRegistration;
}

/** REG-11, REG-17: V Certs, and what is booked with the registration, ask there for an assessment window and a mode of assessment, where they have them. */
export function asksForWindow({ type, booksOnRegistration }: Pick<ProductVersion, 'type' | 'booksOnRegistration'>): boolean {
  return type === 'vCert' || booksOnRegistration;
}

/** True for what is booked with a day and a place: controlled assessment has a desk of its own (BKG-2, CAS-1). */
export function isExternal({ form }: Pick<Component, 'form'>): boolean {
  return form === 'paper' || form === 'onScreen';
}

/** BKG-2: Functional Skills English alone books two components, Reading and Writing, at once. */
export function booksTwoAtOnce({ type, sector }: { type: string; sector: string }): boolean {
  return type === 'functionalSkills' && sector === 'English';
}
