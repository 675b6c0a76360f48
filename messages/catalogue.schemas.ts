import { z } from 'zod';
import { componentForms, productTypes } from '../domain/catalogue/product';
import { date, fits, identifier, line, orAsItIs } from './core.schemas';
import { newAddress } from './organisations.schemas';

/** A code that people type and print: letters, digits, `-`, `/` and `.`. */
export const code = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9./-]{0,49}$/, 'must be letters, digits, points, slashes and hyphens, 50 at most')
  .meta({ examples: ['NQ-2031'] });
const component = z.strictObject({ code, title: line(200), form: z.enum(componentForms) });
const unitOf = z.strictObject({
  unit: identifier,
  isMandatory: z.boolean().default(true),
  group: line(100).nullable().default(null).describe('Of optional units: the group of which some are chosen'),
});
const version = {
  from: date.describe('From 00:00 London; today at the earliest'),
  name: line(200),
  number: line(20).nullable().default(null).describe('As the regulator numbers it, like 603/2476/0'),
  sector: line(100),
  type: z.enum(productTypes),
  isRegulated: z.boolean(),
  isOpen: z.boolean().default(true).describe('False: nobody is registered on it'),
  lapseMonths: z.int().min(1).max(120).describe('After so many months a registration lapses'),
  gradeScale: line(100),
  components: z.array(component).max(50).default([]),
  modes: z.array(line(50)).max(20).default([]).describe('Modes of assessment to choose from at registration'),
  hasWindows: z.boolean().default(false),
  lateAllowed: z.boolean().default(false),
  booksOnRegistration: z.boolean().default(false),
  isElectronicOnly: z.boolean().default(false),
  takesArrangements: z.boolean().default(true),
  suite: identifier.nullable().default(null),
  units: z.array(unitOf).max(200).default([]),
  members: z.array(identifier).max(50).default([]).describe('Of an apprenticeship or a bundle: the products that it is made of'),
};

/** Body of `POST /v1/products` (REG-18). */
export const newProduct = z.strictObject({ code, ...version });
/** Body of `POST /v1/products/{id}/versions` (REG-18). */
export const newVersion = z.strictObject(version);
/** Body of `POST /v1/units`. */
export const newUnit = z.strictObject({
  code,
  title: line(200),
  level: line(50).nullable().default(null),
  credits: z.int().min(0).max(1_000).nullable().default(null),
});
/** Body of `POST /v1/units/{id}/change`. */
export const changedUnit = z.strictObject({
  title: line(200).optional(),
  level: orAsItIs(line(50)),
  credits: orAsItIs(z.int().min(0).max(1_000)),
});
/** Body of `POST /v1/suites`. */
export const newSuite = z.strictObject({ code, name: line(200) });
/** Body of `POST /v1/suites/{id}/change`. */
export const changedSuite = z.strictObject({ name: line(200) });
/** Body of `POST /v1/countries` (REG-6). */
export const newCountry = z.strictObject({
  code: z
    .string()
    .regex(/^([A-Z]{2}|99)$/, 'must be two capital letters, or 99')
    .meta({ examples: ['NO'] }),
  name: line(100),
});
/** Body of `POST /v1/countries/{id}/change`: withdrawn, nobody new studies there. */
export const changedCountry = z.strictObject({ name: line(100).optional(), isWithdrawn: z.boolean().optional() });
const days = { from: date, until: date.describe('Its last day') };
const inOrder = ({ from, until }: { from: string; until: string }) => from <= until;
const IN_ORDER = fits(['from', 'until'], 'choose a last day that is not before the first one');
/** Body of `POST /v1/session-openings` (REG-2). */
export const newOpening = z
  .strictObject({
    product: identifier,
    session: z.int().min(2000).max(2100).describe('By the year in which it begins: 2026 is 1 August 2026 to 31 July 2027'),
    ...days,
  })
  .refine(inOrder, IN_ORDER);
/** Body of `POST /v1/session-openings/{id}/change`. */
export const changedOpening = z.strictObject(days).refine(inOrder, IN_ORDER);
/** Body of `POST /v1/assessment-windows` (BKG-3): a new window of a product, or other dates of one that stands. */
export const proposedWindow = z.strictObject({
  window: identifier.nullable().default(null).describe('The window whose dates move; a new one without it'),
  product: identifier.nullable().default(null).describe('Of a new one'),
  name: line(100).nullable().default(null).describe('Of a new one'),
  component: code.nullable().default(null).describe('Of a new one: the one component that is sat in it; all of them without it'),
  opensOn: date,
  cutOffOn: date.describe('The last day of ordinary bookings'),
  closesOn: date,
  reason: line(500),
});

const { label, lines, postcode } = newAddress.shape;
/** Body of `POST /v1/centre-requests` (REG-18): a centre asks for an approval, an address or a country. */
export const newCentreRequest = z.strictObject({
  asked: z.discriminatedUnion('what', [
    z.strictObject({ what: z.literal('approval'), product: code }),
    z.strictObject({ what: z.literal('address'), label, lines, postcode }),
    z.strictObject({ what: z.literal('country'), ...newCountry.shape }),
  ]),
  reason: line(500),
});
