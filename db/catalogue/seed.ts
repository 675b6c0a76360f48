import type { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import { openWindow, topicRowsFor } from '../bookings/offers';
import type { Transaction } from '../core/database';
import { AssessmentWindowRow } from './catalogue.model';
import { productsById } from './products.queries';
import { daysOfSession, sessionOf } from '../../domain/catalogue/session';
import { isMadeOfOthers } from '../../domain/catalogue/product';
import { londonDate } from '../../domain/working-days';
import { COUNTRIES, NOT_APPROVED, PRODUCTS, SECTORS, SUITES, TYPES, type SeedProduct } from './seed-data';

const SINCE = '2020-01-01';
const NEW_FEES_FROM = '2026-08-01';
const MADE_AT = `${SINCE}T00:00:00Z`;
const ADDRESSES = [
  { label: 'Main campus', lines: ['1 Fen Causeway', 'Ely'], postcode: 'CB7 4AA' },
  { label: 'Exams office', lines: ['Fenland College', '3 Quayside', 'Wisbech'], postcode: 'PE13 1AA' },
];
/** Of each session: what a window is called, and its days after the year in which it begins, `0` or `1`; ordinary bookings end with the cut-off. */
const WINDOWS = [
  ['January', '1-01-11', '1-01-22', '0-12-18'],
  ['Summer', '1-05-10', '1-06-25', '1-03-19'],
] as const;

/** The rows of each table, all of one shape. */
type Rows = Record<string, object[]>;

/** Gives a tenant that has none yet its catalogue: products of every type with units, windows, suites, fees, and the countries (REG-18, REG-6, MON-3). */
export async function seedCatalogue(trx: Knex.Transaction, tenant: string): Promise<void> {
  if (await trx('countries').where({ tenant_id: tenant }).first('code')) return;
  const [suites, products] = [idsFor(Object.keys(SUITES)), idsFor(PRODUCTS.map(({ code }) => code))];
  const versions = idsFor(PRODUCTS.map(({ code }) => code));
  await insertAll(trx, tenant, {
    countries: Object.entries(COUNTRIES).map(([code, name]) => ({ id: uuid(), code, name, version: 1 })),
    suites: [...suites].map(([code, id]) => ({ id, code, name: SUITES[code], version: 1 })),
    products: [...products].map(([code, id]) => ({ id, code, version: 1, made_at: MADE_AT })),
    product_versions: PRODUCTS.map((each) => versionOf(each, versions.get(each.code)!, products, suites)),
    ...unitsFor(versions),
    product_members: PRODUCTS.flatMap(({ code, members = [] }) =>
      members.map((member, position) => ({ version_id: versions.get(code), member_id: products.get(member), position })),
    ),
    assessment_windows: windowsFor(products),
    ...topicRowsFor(
      PRODUCTS.map(({ code, type }) => ({ id: products.get(code)!, type, components: TYPES[type].components })),
      SINCE,
    ),
    fees: PRODUCTS.flatMap((each) => feesFor(each, products.get(each.code)!)),
  });
}

/** One statement for all of them: each tenant of a test is seeded, and a trip costs more than its rows. */
async function insertAll(trx: Knex.Transaction, tenant: string, rows: Rows): Promise<void> {
  const inserts = Object.entries(rows).map(([table, [first]]) => {
    const columns = Object.keys(first!).join(', ');
    const given = `jsonb_populate_recordset(null::${table}, j -> '${table}')`;
    return `of_${table} as (insert into ${table} (tenant_id, ${columns}) select t, ${columns.replace(/\w+/g, 'r.$&')} from given, ${given} r)`;
  });
  await trx.raw(`with given as (select ?::uuid as t, ?::jsonb as j), ${inserts.join(', ')} select`, [tenant, JSON.stringify(rows)]);
}

/** Opens those windows of a tenant that are to come and take no bookings yet (BKG-3). */
export async function seedOpenWindows(trx: Transaction, tenant: string): Promise<void> {
  const at = new Date().toISOString();
  const windows = await AssessmentWindowRow.query(trx)
    .where({ tenant_id: tenant })
    .where('closes_on', '>=', londonDate(at))
    .whereNotExists(trx('booking_windows').whereRaw('window_id = assessment_windows.id'))
    .orderBy('id');
  for (const { id, productId, name, opensOn, cutOffOn, closesOn } of windows) {
    const [product] = await productsById(trx, [productId], opensOn);
    await openWindow(trx, { ...{ id, tenant, name, opensOn, cutOffOn, closesOn }, lateAllowed: product?.lateAllowed ?? false }, null, at);
  }
}

/** A centre's approvals, all products but a few, and its two addresses; where it has an address or an approval, nothing more (REG-1, REG-10). */
export async function seedCentre(trx: Knex.Transaction, tenant: string, centre: string): Promise<void> {
  const of = { tenant_id: tenant, organisation_id: centre };
  if (!(await trx('addresses').where(of).first('id')))
    await trx('addresses').insert(ADDRESSES.map((address) => ({ ...of, ...address, id: uuid() })));
  if (await trx('product_approvals').where(of).first('id')) return;
  const approved = PRODUCTS.filter(({ code }) => !NOT_APPROVED.includes(code));
  const rows = approved.map(({ code: product }) => ({ id: uuid(), organisation_id: centre, product, approved_at: MADE_AT }));
  await insertAll(trx, tenant, { product_approvals: rows });
}

function unitsFor(versions: Map<string, string>): Rows {
  const units = Object.entries(SECTORS).flatMap(([sector, titles], of) =>
    titles.map((title, index) => ({ id: uuid(), sector, title, code: `U${of + 1}${String(index + 1).padStart(2, '0')}` })),
  );
  const rows = PRODUCTS.filter((each) => !isMadeOfOthers(each)).flatMap(({ code, sector }) =>
    units
      .filter((unit) => unit.sector === sector)
      .map(({ id: unit_id }, position) => {
        const isMandatory = position < 3;
        return { version_id: versions.get(code), unit_id, position, is_mandatory: isMandatory, unit_group: isMandatory ? null : 'Options' };
      }),
  );
  return { units: units.map(({ id, code, title }) => ({ id, code, title, credits: 6, version: 1 })), product_units: rows };
}

function versionOf(each: SeedProduct, id: string, products: Map<string, string>, suites: Map<string, string>) {
  const { code, name, number, sector, type, suite, booksOnRegistration = false } = each;
  const { components, gradeScale, modes = [], hasWindows = false, lateAllowed = false, lapseMonths } = TYPES[type];
  return {
    ...{ id, product_id: products.get(code), effective_from: SINCE, name, number, sector, type, made_at: MADE_AT },
    ...{ is_regulated: number !== null, is_open: true, lapse_months: each.lapseMonths ?? lapseMonths, grade_scale: gradeScale },
    ...{ components, modes, has_windows: hasWindows, late_allowed: lateAllowed },
    ...{ books_on_registration: booksOnRegistration, is_electronic_only: type === 'edsq', takes_arrangements: true },
    suite_id: suite ? suites.get(suite)! : null,
  };
}

/** Windows of the current session and of the next one. */
function windowsFor(products: Map<string, string>) {
  const current = sessionOf(londonDate(new Date().toISOString()));
  return PRODUCTS.filter(({ type }) => TYPES[type].hasWindows).flatMap(({ code }) =>
    [current, current + 1].flatMap((session) =>
      WINDOWS.map(([season, ...days]) => {
        const [opens_on, closes_on, cut_off_on] = days.map((day) => `${session + Number(day[0])}${day.slice(1)}`);
        const year = daysOfSession(session).last.slice(0, 4);
        return { id: uuid(), product_id: products.get(code), name: `${season} ${year}`, opens_on, cut_off_on, closes_on, version: 1 };
      }),
    ),
  );
}

function feesFor({ fee, newFee }: SeedProduct, product: string) {
  const of = { item: 'registration', product_id: product, vat_pence: 0, vat_basis_points: 0 };
  const first = { ...of, id: uuid(), net_pence: fee, effective_from: SINCE };
  return newFee ? [first, { ...of, id: uuid(), net_pence: newFee, effective_from: NEW_FEES_FROM }] : [first];
}

function idsFor(codes: string[]): Map<string, string> {
  return new Map(codes.map((code) => [code, uuid()]));
}
