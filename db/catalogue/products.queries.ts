import type { ComponentForm, ProductType, ProductVersion } from '../../domain/catalogue/product';
import type { Instant, LocalDate } from '../../domain/working-days';
import { prepared, type Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { ProductVersionRow } from './catalogue.model';

/** A version's columns under the names that the domain knows them by; what it is made of in its order. */
const VERSION = `
  p.id as product, p.code, v.effective_from as "from", v.name, v.number, v.sector, v.type, v.is_regulated as "isRegulated", v.is_open as "isOpen",
  v.lapse_months as "lapseMonths", v.grade_scale as "gradeScale", v.components, v.modes, v.has_windows as "hasWindows",
  v.late_allowed as "lateAllowed", v.books_on_registration as "booksOnRegistration", v.is_electronic_only as "isElectronicOnly",
  v.takes_arrangements as "takesArrangements", v.suite_id as suite,
  array(select m.member_id from product_members m where m.version_id = v.id order by m.position) as members`;
/** Products with the version of each that stands on the London day `$1`. */
const ON_THE_DAY = `
  from products p
  cross join lateral (
    select * from product_versions v where v.product_id = p.id and v.effective_from <= $1::date order by v.effective_from desc limit 1
  ) v`;
const STANDING = `select ${VERSION} ${ON_THE_DAY}`;

/** A product as staff and centres see it: the version that stands, else the first that will; `row` counts its edits. */
export interface ProductDetails extends ProductVersion {
  version: number;
  row: string;
  /** REG-1: whether the asking centre is approved for it; null where none asks. */
  isApproved: boolean | null;
}

/** By what a search for products is narrowed (REG-13); texts are parts of what they are looked for in, in any case. */
export interface ProductFilter {
  sector?: string | undefined;
  code?: string | undefined;
  name?: string | undefined;
  number?: string | undefined;
  /** Code or name of an apprenticeship or a bundle: it, and the products that it is made of. */
  apprenticeship?: string | undefined;
  type?: ProductType | undefined;
  approved?: boolean | undefined;
  sort: 'code' | 'name';
  cursor?: string | undefined;
  limit: number;
}

/** Who looks: a centre, whose approvals are told, and no product that has not begun; or staff, who see all. */
export interface ProductReader {
  organisation: string | null;
  at: Instant;
  day: LocalDate;
}

/** Some products by their codes, in whatever case they are written, as they stand on a London day; those with no version yet are left out. In no order. */
export function productsByCode(trx: Transaction, codes: readonly string[], day: LocalDate): Promise<ProductVersion[]> {
  const folded = codes.map((code) => code.toUpperCase());
  return prepared(trx, 'products-by-code', `${STANDING} where upper(p.code) = any($2::text[])`, [day, folded]);
}

/** The product of a learner, as it stands on a London day: beside his row in one trip, before it is known of which he is. */
export async function productOfLearner(trx: Transaction, learner: string, day: LocalDate): Promise<ProductVersion | undefined> {
  const where = 'where p.id = (select product_id from learners where id = $2)';
  const [found] = await prepared<ProductVersion>(trx, 'product-of-learner', `${STANDING} ${where}`, [day, learner]);
  return found;
}

/** Some products by their identifiers, as they stand on a London day; those with no version yet are left out. In no order. */
export function productsById(trx: Transaction, ids: readonly string[], day: LocalDate): Promise<ProductVersion[]> {
  return prepared(trx, 'products-by-id', `${STANDING} where p.id = any($2::uuid[])`, [day, ids]);
}

const ASSESSED = `select p.id ${ON_THE_DAY} where p.tenant_id = $2
  and exists (select from jsonb_array_elements(v.components) c where c ->> 'form' = any($3::text[]))`;

/** Products with a component that is booked with a day and a place, as they stand on a London day: their identifiers (BKG-2). */
export function externalProducts(trx: Transaction, tenant: string, day: LocalDate): Promise<string[]> {
  return assessed(trx, tenant, day, ['paper', 'onScreen']);
}

/** Products with a controlled component, as they stand on a London day: their identifiers (CAS-1). */
export function controlledProducts(trx: Transaction, tenant: string, day: LocalDate): Promise<string[]> {
  return assessed(trx, tenant, day, ['controlled']);
}

async function assessed(trx: Transaction, tenant: string, day: LocalDate, forms: ComponentForm[]): Promise<string[]> {
  return (await prepared<{ id: string }>(trx, 'assessed-products', ASSESSED, [day, tenant, forms])).map(({ id }) => id);
}

/** A component of a product, by its code. */
export interface ComponentOfProduct {
  product: string;
  component: string;
}

const OF_FORM = `
  select p.id as product, c ->> 'code' as component ${ON_THE_DAY} cross join lateral jsonb_array_elements(v.components) c
  where p.tenant_id = $2 and c ->> 'form' = $3`;

/** Components that are assessed so, as their products stand on a London day. */
export function componentsOfForm(trx: Transaction, tenant: string, form: ComponentForm, day: LocalDate): Promise<ComponentOfProduct[]> {
  return prepared(trx, 'components-of-form', OF_FORM, [day, tenant, form]);
}

const CALLED = `select p.id ${ON_THE_DAY} where p.tenant_id = $2 and (upper(p.code) = upper($3) or v.name ilike $4)`;

/** Products by their whole code or any part of their name as it stands on a London day: their identifiers. */
export async function productsCalled(trx: Transaction, tenant: string, text: string, day: LocalDate): Promise<string[]> {
  const like = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  return (await prepared<{ id: string }>(trx, 'products-called', CALLED, [day, tenant, text, like])).map(({ id }) => id);
}

const SEEN = `
  select ${VERSION}, p.version, v.id as "row",
    case when $2::uuid is not null then exists (
      select from product_approvals a
      where a.organisation_id = $2 and a.product = p.code and a.approved_at <= $3 and (a.withdrawn_at is null or a.withdrawn_at > $3)
    ) end as "isApproved"
  from products p
  cross join lateral (
    select * from product_versions v where v.product_id = p.id and (v.effective_from <= $1::date or $2::uuid is null)
    order by v.effective_from <= $1::date desc, abs(v.effective_from - $1::date) limit 1
  ) v`;
const MADE_OF = `
  select unnest(array_append(array(select m.member_id from product_members m where m.version_id = v.id), p.id))
  ${ON_THE_DAY}
  where v.type in ('apprenticeship', 'bundle') and (strpos(lower(p.code), lower($8::text)) > 0 or strpos(lower(v.name), lower($8::text)) > 0)`;
const FOUND = `
  select * from (${SEEN}) found
  where ($4::text is null or sector = $4) and ($5::text is null or strpos(lower(code), lower($5)) > 0)
    and ($6::text is null or strpos(lower(name), lower($6)) > 0) and ($7::text is null or strpos(number, upper($7)) > 0)
    and ($8::text is null or product in (${MADE_OF})) and ($9::text is null or type = $9) and ($10::boolean is null or "isApproved" = $10)`;
const sorted = (by: ProductFilter['sort']) =>
  `${FOUND} and ($11::text is null or (${by} collate "C", product) > ($11, $12::uuid)) order by ${by} collate "C", product limit $13`;

/** A page of the products that somebody looks for, by code or by name (REG-13). */
export async function listProducts(trx: Transaction, filter: ProductFilter, reader: ProductReader): Promise<Page<ProductDetails>> {
  const { sector, code, name, number, apprenticeship, type, approved, sort, cursor, limit } = filter;
  const [after, id] = cursor ? decodeCursor(cursor, 'name', 'id') : [];
  const rows = await prepared<ProductDetails>(trx, `list-products-by-${sort}`, sorted(sort), [
    ...[reader.day, reader.organisation, reader.at],
    ...[sector, code, name, number, apprenticeship, type, approved, after, id].map((each) => each ?? null),
    limit + 1,
  ]);
  return page(rows, limit, (last) => [last[sort], last.product]);
}

/** One product as somebody sees it; undefined where there is none, or none yet for a centre. */
export async function findProduct(
  trx: Transaction,
  id: string,
  { day, organisation, at }: ProductReader,
): Promise<ProductDetails | undefined> {
  const rows = await prepared<ProductDetails>(trx, 'find-product', `${SEEN} where p.id = $4`, [day, organisation, at, id]);
  return rows[0];
}

/** The versions of a product, the newest first. */
export function versionsOf(trx: Transaction, product: string): PromiseLike<ProductVersionRow[]> {
  return ProductVersionRow.query(trx).where({ product_id: product }).orderBy('effective_from', 'desc');
}

/** What products are called on a London day, or will be, by their codes and by their identifiers. */
export async function productNames(trx: Transaction, wanted: readonly string[], day: LocalDate): Promise<Map<string, string>> {
  const rows = await prepared<{ id: string; code: string; name: string }>(trx, 'product-names', NAMES, [day, wanted]);
  return new Map(rows.flatMap(({ id, code, name }) => [[code, name] as const, [id, `${code} ${name}`] as const]));
}

const NAMES = `
  select p.id, p.code, v.name
  from products p
  cross join lateral (
    select v.name from product_versions v where v.product_id = p.id
    order by v.effective_from <= $1::date desc, abs(v.effective_from - $1::date) limit 1
  ) v
  where p.code = any($2::text[]) or p.id::text = any($2::text[])`;
