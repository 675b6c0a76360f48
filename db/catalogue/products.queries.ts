import type { ProductVersion } from '../../domain/catalogue/product';
import type { LocalDate } from '../../domain/working-days';
import { prepared, type Transaction } from '../core/database';

/** A version's columns under the names that the domain knows them by; what it is made of in its order. */
export const VERSION = `
  p.id as product, p.code, v.effective_from as "from", v.name, v.number, v.sector, v.type, v.is_regulated as "isRegulated", v.is_open as "isOpen",
  v.lapse_months as "lapseMonths", v.grade_scale as "gradeScale", v.components, v.modes, v.has_windows as "hasWindows",
  v.late_allowed as "lateAllowed", v.books_on_registration as "booksOnRegistration", v.is_electronic_only as "isElectronicOnly",
  v.takes_arrangements as "takesArrangements", v.suite_id as suite,
  array(select m.member_id from product_members m where m.version_id = v.id order by m.position) as members`;
const STANDING = `
  select ${VERSION}
  from products p
  cross join lateral (
    select * from product_versions v where v.product_id = p.id and v.effective_from <= $2::date order by v.effective_from desc limit 1
  ) v`;

/** Some products by their codes, as they stand on a London day; those with no version yet are left out. In no order. */
export function productsByCode(trx: Transaction, codes: readonly string[], day: LocalDate): Promise<ProductVersion[]> {
  return prepared(trx, 'products-by-code', `${STANDING} where p.code = any($1::text[])`, [codes, day]);
}

/** Some products by their identifiers, as they stand on a London day; those with no version yet are left out. In no order. */
export function productsById(trx: Transaction, ids: readonly string[], day: LocalDate): Promise<ProductVersion[]> {
  return prepared(trx, 'products-by-id', `${STANDING} where p.id = any($1::uuid[])`, [ids, day]);
}
