import { z } from 'zod';
import type { CountryRow, SuiteRow, UnitRow } from '../../db/catalogue/catalogue.model';
import { findCountry, listCountries } from '../../db/catalogue/countries.queries';
import { addCountry, changeCountry, changeSuite, changeUnit, makeSuite, makeUnit } from '../../db/catalogue/parts.commands';
import { findSuite, findUnit, listSuites, listUnits } from '../../db/catalogue/parts.queries';
import { inScope, type Transaction } from '../../db/core/database';
import { changedCountry, changedSuite, changedUnit, newCountry, newSuite, newUnit } from '../../messages/catalogue.schemas';
import { definedOf } from '../../platform/json';
import { listRoute } from '../core/reading';
import { route, type Route } from '../core/route';
import { partOf } from './editing';

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
const unitRoutes = partOf({
  path: '/v1/units',
  of: unit,
  find: findUnit,
  as: unitBody,
  show: { name: 'showUnit', summary: 'One unit', rules: ['REG-18'] },
  make: { name: 'makeUnit', summary: 'Make a unit', rules: ['REG-18'], body: newUnit, make: makeUnit },
  change: {
    ...{ name: 'changeUnit', summary: 'Change title, level or credits of a unit', rules: ['REG-18'], body: changedUnit },
    edits: ['title', 'level', 'credits'],
    change: (trx, id, seen, body, by) => changeUnit(trx, id, seen, definedOf(body), by),
  },
});

const suites = whole(
  'listSuites',
  '/v1/suites',
  'Suites within which a learner is topped up or down, by code',
  ['REG-18', 'LRN-5'],
  suite,
  async (trx) => (await listSuites(trx)).map(suiteBody),
);
const suiteRoutes = partOf({
  path: '/v1/suites',
  of: suite,
  find: findSuite,
  as: suiteBody,
  show: { name: 'showSuite', summary: 'One suite', rules: ['REG-18', 'LRN-5'] },
  make: { name: 'makeSuite', summary: 'Make a suite', rules: ['REG-18', 'LRN-5'], body: newSuite, make: makeSuite },
  change: {
    ...{ name: 'changeSuite', summary: 'Rename a suite', rules: ['REG-18', 'LRN-5'], body: changedSuite },
    edits: ['name'],
    change: changeSuite,
  },
});

const countries = whole(
  'listCountries',
  '/v1/countries',
  'Countries of study, withdrawn ones too, by name',
  ['REG-6'],
  country,
  async (trx) => (await listCountries(trx)).map(countryBody),
);
const countryRoutes = partOf({
  path: '/v1/countries',
  of: country,
  find: findCountry,
  as: countryBody,
  show: { name: 'showCountry', summary: 'One country of study', rules: ['REG-6'] },
  make: { name: 'addCountry', summary: 'Add a country of study', rules: ['REG-6', 'REG-18'], body: newCountry, make: addCountry },
  change: {
    name: 'changeCountry',
    summary: 'Rename a country of study, withdraw it or take it back in',
    ...{ rules: ['REG-6', 'REG-18'], body: changedCountry, edits: ['name'] },
    change: changeCountry,
  },
});

/** What products are made of and kept by: units, suites, countries of study (REG-18, REG-6). */
export const partRoutes: Route[] = [units, ...unitRoutes, suites, ...suiteRoutes, countries, ...countryRoutes];

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
