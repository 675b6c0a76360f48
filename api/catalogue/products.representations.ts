import { z } from 'zod';
import { componentForms, productTypes } from '../../domain/catalogue/product';
import { sessionInWords } from '../../domain/catalogue/session';
import { toMoney, type Pence } from '../../domain/money';
import type { ProductVersionRow } from '../../db/catalogue/catalogue.model';
import type { unitsOf } from '../../db/catalogue/parts.queries';
import type { ProductDetails } from '../../db/catalogue/products.queries';
import { money } from '../core/schemas';

/** What a product is from a day on, as it is listed (REG-18). */
export const product = z.object({
  id: z.uuid(),
  code: z.string(),
  from: z.iso.date().describe('From 00:00 London; where it is to come, nobody is registered before'),
  name: z.string(),
  number: z.string().nullable().describe('As the regulator numbers it'),
  sector: z.string(),
  type: z.enum(productTypes),
  isRegulated: z.boolean(),
  isOpen: z.boolean().describe('False: nobody is registered on it'),
  lapseMonths: z.int(),
  gradeScale: z.string(),
  components: z.array(z.object({ code: z.string(), title: z.string(), form: z.enum(componentForms) })),
  modes: z.array(z.string()),
  hasWindows: z.boolean(),
  lateAllowed: z.boolean(),
  booksOnRegistration: z.boolean(),
  isElectronicOnly: z.boolean(),
  takesArrangements: z.boolean(),
  suite: z.uuid().nullable(),
  members: z.array(z.uuid()).describe('The products that it is made of'),
  version: z.int(),
  isApproved: z.boolean().nullable().describe('Whether my centre is approved for it; null where nobody of a centre asks'),
});
product.register(z.globalRegistry, { id: 'Product' });

const unitOf = z.object({
  unit: z.uuid(),
  code: z.string(),
  title: z.string(),
  level: z.string().nullable(),
  credits: z.int().nullable(),
  isMandatory: z.boolean(),
  group: z.string().nullable(),
});
/** A product with all that belongs to it. */
export const wholeProduct = product.safeExtend({
  units: z.array(unitOf),
  madeOf: z.array(z.object({ id: z.uuid(), name: z.string() })),
  suiteName: z.string().nullable(),
  sessions: z.array(z.object({ session: z.int(), name: z.string() })).describe('Open today, the current one first'),
  fee: money.nullable().describe('What registering one learner costs today, with value added tax'),
  versions: z.array(z.object({ from: z.iso.date(), name: z.string(), isOpen: z.boolean() })).describe('The newest first'),
});
wholeProduct.register(z.globalRegistry, { id: 'WholeProduct' });

/** A product as it is listed. */
export function productBody({ product: id, row: _row, ...told }: ProductDetails) {
  return { id, ...told };
}

/** What belongs to a product beside its version. */
export interface Beside {
  units: Awaited<ReturnType<typeof unitsOf>>;
  names: Map<string, string>;
  suiteName: string | null;
  sessions: number[];
  fee: Pence | null;
  versions: ProductVersionRow[];
}

/** A product with all that belongs to it. */
export function wholeProductBody(found: ProductDetails, { units, names, suiteName, sessions, fee, versions }: Beside) {
  return {
    ...productBody(found),
    units: units.map(({ of, unit: { id: unit, code, title, level, credits } }) => ({
      ...{ unit, code, title, level, credits, isMandatory: of.isMandatory, group: of.unitGroup },
    })),
    madeOf: found.members.map((id) => ({ id, name: names.get(id) ?? '' })),
    suiteName,
    sessions: sessions.map((session) => ({ session, name: sessionInWords(session) })),
    fee: fee === null ? null : toMoney(fee),
    versions: versions.map(({ effectiveFrom: from, name, isOpen }) => ({ from, name, isOpen })),
  };
}
