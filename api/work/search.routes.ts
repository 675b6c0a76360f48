import { z } from 'zod';
import { may, reach, type Permission } from '../../domain/access/permissions';
import { readSearch } from '../../domain/work/search';
import { inScope, type Transaction } from '../../db/core/database';
import { idsWithin } from '../../db/organisations/organisations.queries';
import { rowsFound } from '../../db/work/found.queries';
import { findSought, searchKinds, type SearchKind, type SearchWithin } from '../../db/work/search.queries';
import type { Caller } from '../../platform/scope';
import { route, type Route } from '../core/route';
import { foundBody, foundItem } from './search.representations';

/** What lists each kind (SEC-8). */
const listing: Record<SearchKind, Permission> = {
  order: 'viewPurchases',
  receipt: 'viewReceipts',
  claim: 'viewPurchases',
  reversal: 'viewReceipts',
  approval: 'viewWork',
  statement: 'importStatements',
  organisation: 'manageOrganisations',
  person: 'viewUsers',
};

const search = route({
  name: 'searchEverything',
  method: 'get',
  path: '/v1/search',
  summary: 'One search over all that I may list: references, purchase orders, payers, amounts, names, numbers, e-mail addresses, files',
  permission: null,
  rules: ['WRK-1', 'SEC-7', 'SEC-8', 'SEC-9'],
  query: z.object({
    q: z.string().trim().min(2).max(100).describe('A reference or how it begins, an amount in pounds, or a part of a text'),
    limit: z.coerce.number().int().min(1).max(20).default(5).describe('So many of each kind'),
  }),
  answers: {
    status: 200,
    description: 'By kind; what is named in full first, then the newest. Kinds of which nothing is found are left out',
    schema: z.object({ groups: z.array(z.object({ kind: z.enum(searchKinds), items: z.array(foundItem), more: z.boolean() })) }),
  },
  handle: ({ deps, caller, query }) =>
    inScope(deps.database, caller, async (trx) => {
      const found = await findSought(trx, readSearch(query.q), await within(trx, caller), query.limit);
      const groups = found.map(async (group) => {
        const { kind, more } = group;
        return { kind, items: (await rowsFound(trx, group)).map((row) => foundBody(kind, row)), more };
      });
      return { body: { groups: await Promise.all(groups) } };
    }),
});

/** The one search over everything (WRK-1). */
export const searchRoutes: Route[] = [search];

/** The kinds that somebody may list, and where. */
async function within(trx: Transaction, caller: Caller): Promise<SearchWithin[]> {
  const kinds = searchKinds.filter((kind) => may(caller, listing[kind]));
  return Promise.all(
    kinds.map(async (kind) => {
      const roots = reach(caller, listing[kind]);
      return { kind, nodes: roots && [...(await idsWithin(trx, roots))] };
    }),
  );
}
