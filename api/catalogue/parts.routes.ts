import { z } from 'zod';
import type { CountryRow, SuiteRow, UnitRow } from '../../db/catalogue/catalogue.model';
import { findCountry, listCountries } from '../../db/catalogue/countries.queries';
import { addCountry, changeCountry, changeSuite, changeUnit, makeSuite, makeUnit } from '../../db/catalogue/parts.commands';
import { findSuite, findUnit, listSuites, listUnits } from '../../db/catalogue/parts.queries';
import type { Asking } from '../../db/catalogue/products.commands';
import { inScope, type Transaction } from '../../db/core/database';
import { changedCountry, changedSuite, changedUnit, newCountry, newSuite, newUnit } from '../../messages/catalogue.schemas';
import { definedOf } from '../../platform/json';
import { listRoute } from '../core/reading';
import { route, type Route } from '../core/route';
import { changing, making, showing } from './editing';

const unit = z.object({
  id: z.uuid(),
  code: z.string(),
  title: z.string(),
  level: z.string().nullable(),
  credits: z.int().nullable(),
  version: z.int(),
});
unit.register(z.globalRegistry, { id: 'Unit' });
const suite = z.object({ id: z.uuid(), code: z.string(), name: z.string(), version: z.int() });
suite.register(z.globalRegistry, { id: 'Suite' });
const country = z.object({
  id: z.uuid(),
  code: z.string(),
  name: z.string(),
  withdrawnAt: z.iso.datetime().nullable(),
  version: z.int(),
});
country.register(z.globalRegistry, { id: 'Country' });

const units = listRoute({
  name: 'listUnits',
  path: '/v1/units',
  summary: 'Units that products are made of, by code',
  permission: null,
  namesNobody: true,
  rules: ['REG-18'],
  of: unit,
  answer: 'A page of units',
  filter: { search: z.string().trim().min(1).max(100).optional().describe('Part of code and title') },
  list: listUnits,
  as: unitBody,
});
const makeOne = making({
  name: 'makeUnit',
  path: '/v1/units',
  summary: 'Make a unit',
  rules: ['REG-18'],
  body: newUnit,
  of: unit,
  make: makeUnit,
  find: findUnit,
  as: unitBody,
});
const changeOne = changing({
  name: 'changeUnit',
  path: '/v1/units/:id/change',
  summary: 'Change title, level or credits of a unit',
  rules: ['REG-18'],
  body: changedUnit,
  of: unit,
  edits: ['title', 'level', 'credits'],
  change: (trx, id, seen, body, by) => changeUnit(trx, id, seen, definedOf(body), by),
  find: findUnit,
  as: unitBody,
});

const showUnit = showing({
  name: 'showUnit',
  path: '/v1/units/:id',
  summary: 'One unit',
  rules: ['REG-18'],
  of: unit,
  find: findUnit,
  as: unitBody,
});

const suites = whole(
  'listSuites',
  '/v1/suites',
  'Suites within which a learner is topped up or down, by code',
  ['REG-18', 'LRN-5'],
  suite,
  async (trx) => (await listSuites(trx)).map(suiteBody),
);
const makeTheSuite = making({
  name: 'makeSuite',
  path: '/v1/suites',
  summary: 'Make a suite',
  rules: ['REG-18', 'LRN-5'],
  body: newSuite,
  of: suite,
  make: makeSuite,
  find: findSuite,
  as: suiteBody,
});
const changeTheSuite = changing({
  name: 'changeSuite',
  path: '/v1/suites/:id/change',
  summary: 'Rename a suite',
  rules: ['REG-18', 'LRN-5'],
  body: changedSuite,
  of: suite,
  edits: ['name'],
  change: (trx, id, seen, body, by) => changeSuite(trx, id, seen, body, by),
  find: findSuite,
  as: suiteBody,
});

const showSuite = showing({
  name: 'showSuite',
  path: '/v1/suites/:id',
  summary: 'One suite',
  rules: ['REG-18', 'LRN-5'],
  of: suite,
  find: findSuite,
  as: suiteBody,
});

const countries = whole(
  'listCountries',
  '/v1/countries',
  'Countries of study, withdrawn ones too, by name',
  ['REG-6'],
  country,
  async (trx) => (await listCountries(trx)).map(countryBody),
);
const addTheCountry = making({
  name: 'addCountry',
  path: '/v1/countries',
  summary: 'Add a country of study',
  rules: ['REG-6', 'REG-18'],
  body: newCountry,
  of: country,
  make: addCountry,
  find: findCountry,
  as: countryBody,
});
const changeTheCountry = changing({
  name: 'changeCountry',
  path: '/v1/countries/:id/change',
  summary: 'Rename a country of study, withdraw it or take it back in',
  rules: ['REG-6', 'REG-18'],
  body: changedCountry,
  of: country,
  edits: ['name'],
  change: (trx: Transaction, id: string, seen: number | null, body: z.infer<typeof changedCountry>, by: Asking) =>
    changeCountry(trx, id, seen, body, by),
  find: findCountry,
  as: countryBody,
});

const showCountry = showing({
  name: 'showCountry',
  path: '/v1/countries/:id',
  summary: 'One country of study',
  rules: ['REG-6'],
  of: country,
  find: findCountry,
  as: countryBody,
});

/** What products are made of and kept by: units, suites, countries of study (REG-18, REG-6). */
export const partRoutes: Route[] = [
  ...[units, showUnit, makeOne, changeOne],
  ...[suites, showSuite, makeTheSuite, changeTheSuite],
  ...[countries, showCountry, addTheCountry, changeTheCountry],
];

/** A list that is short enough to come whole. */
function whole(
  name: string,
  path: string,
  summary: string,
  rules: string[],
  of: z.ZodType,
  list: (trx: Transaction) => Promise<unknown[]>,
): Route {
  return route({
    ...{ name, method: 'get', path, summary, permission: null, namesNobody: true, rules },
    answers: { status: 200, description: 'All of them', schema: z.object({ items: z.array(of) }) },
    handle: ({ deps, caller }) => inScope(deps.database, caller, async (trx) => ({ body: { items: await list(trx) } })),
  });
}

function unitBody({ id, code, title, level, credits, version }: UnitRow) {
  return { id, code, title, level, credits, version };
}

function suiteBody({ id, code, name, version }: SuiteRow) {
  return { id, code, name, version };
}

function countryBody({ id, code, name, withdrawnAt, version }: CountryRow) {
  return { id, code, name, withdrawnAt, version };
}
