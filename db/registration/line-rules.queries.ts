import { isMadeOfOthers, type ProductVersion } from '../../domain/catalogue/product';
import { shutBecause } from '../../domain/bookings/sitting.decide';
import type { WindowMoments } from '../../domain/bookings/window-moments';
import { rulesOf, type NamedWindow } from '../../domain/registration/line-rules';
import type { LineRules } from '../../domain/registration/cells';
import { startOfDate, type LocalDate } from '../../domain/working-days';
import { momentsOfWindows } from '../bookings/offers';
import { countryCodes, productsById, windowsOf } from '../catalogue/offers';
import type { AssessmentWindowRow } from '../catalogue/catalogue.model';
import type { Transaction } from '../core/database';

/** What the lines of some products are read by on a day, and what is registered on each. */
export interface LineBook {
  rules(product: string | null): LineRules;
  /** What learners are registered on, by product: itself, or what it is made of (REG-11). */
  products: Record<string, string[]>;
}

/** Reads what lines are read by: products as of the day with their windows, and countries of study (REG-4, REG-6, REG-11). */
export async function lineBook(
  trx: Transaction,
  of: { way: LineRules['way']; today: LocalDate; monthFirstRow: number | null },
  products: readonly string[],
): Promise<LineBook> {
  const [versions, windows, countries] = await Promise.all([
    productsById(trx, products, of.today),
    windowsOf(trx, products),
    countryCodes(trx),
  ]);
  const parts = versions.flatMap(({ members }) => members);
  const members = parts.length > 0 ? await productsById(trx, parts, of.today) : [];
  const named = await namedWindows(trx, versions, windows, of.today);
  const byId = new Map(versions.map((version) => [version.product, version]));
  const made = new Map<string | null, LineRules>();
  const rules = (product: string | null): LineRules => {
    const known = made.get(product);
    if (known) return known;
    const version = (product && byId.get(product)) || null;
    const madeOf = members.filter(({ product: member }) => version?.members.includes(member));
    const found = rulesOf({ ...of, countries }, version, named.get(product) ?? [], madeOf);
    made.set(product, found);
    return found;
  };
  return { rules, products: registeredOn(versions) };
}

/** The windows of some products by name, each once, with why nothing is booked in them with a registration: bookings begin and end at midnight (REG-17, BKG-3). */
async function namedWindows(
  trx: Transaction,
  versions: readonly ProductVersion[],
  windows: readonly AssessmentWindowRow[],
  today: LocalDate,
): Promise<Map<string | null, NamedWindow[]>> {
  const booked = versions.flatMap(({ product, booksOnRegistration }) => (booksOnRegistration ? product : []));
  const asked = windows.flatMap(({ id, productId }) => (booked.includes(productId) ? id : []));
  const moments = asked.length > 0 ? await momentsOfWindows(trx, asked) : new Map<string, WindowMoments>();
  const named = new Map<string | null, NamedWindow[]>();
  for (const { id, productId, name } of windows) {
    const before = named.get(productId) ?? [];
    const known = before.find((each) => each.name === name);
    const shut = booked.includes(productId) ? shutBecause({ name, moments: moments.get(id) ?? null }, startOfDate(today)) : null;
    if (known) known.shut = known.shut && shut;
    else named.set(productId, [...before, { name, shut }]);
  }
  return named;
}

/** What learners are registered on, by the product that they are registered by (REG-11). */
export function registeredOn(versions: readonly ProductVersion[]): Record<string, string[]> {
  return Object.fromEntries(versions.map((version) => [version.product, isMadeOfOthers(version) ? version.members : [version.product]]));
}
