import { z } from 'zod';
import { findBatch, searchBatches } from '../../db/registration/batch-searches.queries';
import { searchBundles } from '../../db/registration/bundles.queries';
import type { Where } from '../../db/registration/narrowing';
import type { Caller } from '../../platform/scope';
import { date } from '../../messages/core.schemas';
import { inScope } from '../../db/core/database';
import { notFound } from '../core/problems';
import { listRoute } from '../core/reading';
import { route, type Route } from '../core/route';
import { byId } from '../core/schemas';
import {
  batchBody,
  batchDetails,
  batchDetailsBody,
  beginning,
  foundBatch,
  numberText,
  ofCentre,
  productText,
  sessionYear,
} from './batches.representations';

const batches = listRoute({
  name: 'searchBatches',
  path: '/v1/batches',
  summary: 'Batches of learners, by number, product and session; the newest first or by number',
  permission: 'search',
  rules: ['REG-13', 'SEC-9'],
  of: foundBatch,
  answer: 'A page of batches',
  filter: {
    batch: numberText('the batch'),
    product: productText,
    session: sessionYear,
    ...ofCentre,
    sort: z.enum(['newest', 'number']).default('newest'),
  },
  list: (trx, { organisation, ...query }, caller, at) => searchBatches(trx, whereOf(caller, organisation), query, at),
  as: batchBody,
});

const show = route({
  name: 'showBatchReports',
  method: 'get',
  path: '/v1/batches/:id/reports',
  summary:
    'A batch with all its reports: its room, where its papers go, the paperwork of what was registered, and the batches of its qualifications',
  permission: 'viewBatches',
  rules: ['REG-3', 'REG-10', 'REG-11', 'REG-13'],
  params: byId,
  answers: { status: 200, description: 'The batch with its reports', schema: batchDetails },
  handle: ({ deps, caller, params }) =>
    inScope(deps.database, caller, async (trx) => {
      const found = await findBatch(trx, params.id, (await deps.clock()).toISOString());
      if (!found) throw notFound();
      return { body: batchDetailsBody(found, caller.policy.registrations.batchLearners) };
    }),
});

const bundles = listRoute({
  name: 'searchBundleBatches',
  path: '/v1/bundle-batches',
  summary: 'Batches of apprenticeships and bundles, by number, product and who is in them; the newest first',
  permission: 'search',
  rules: ['REG-11', 'REG-13', 'SEC-9'],
  of: foundBatch,
  answer: 'A page of batches; their learners are listed by `bundle` of /v1/learners',
  filter: {
    bundle: numberText('the apprenticeship’s or bundle’s batch'),
    product: productText,
    number: numberText('a learner'),
    forename: beginning('forename'),
    surname: beginning('surname'),
    birthDate: date.optional(),
    ...ofCentre,
  },
  list: (trx, { organisation, ...query }, caller, at) => searchBundles(trx, whereOf(caller, organisation), query, at),
  as: batchBody,
});

/** Searches of batches, of apprenticeships and bundles among them, and one batch in full (REG-13). */
export const batchSearchRoutes: Route[] = [batches, show, bundles];

/** Where a caller searches: his centre, or for staff the one that they name, else all of the tenant. */
export function whereOf({ tenant, organisation }: Caller, named?: string): Where {
  return { tenant, organisation: organisation ?? named ?? null };
}
