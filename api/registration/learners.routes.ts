import { z } from 'zod';
import type { LearnerStateName } from '../../domain/learners/learner.state';
import { findLearner, searchLearners, type FoundLearner } from '../../db/registration/learners.queries';
import type { CsvColumn } from '../core/csv';
import { exportRoute, listRoute, showRoute } from '../core/reading';
import type { Route } from '../core/route';
import { whereOf } from './batch-searches.routes';
import { beginning, numberText, ofCentre, productText, sessionYear } from './batches.representations';
import { foundLearner, learnerBody, learnerColumns, learnerDetails, learnerDetailsBody, learnerState } from './learners.representations';

const filter = {
  product: productText,
  centreReference: z.string().trim().min(1).max(100).optional().describe('The centre’s whole reference of the learner'),
  uln: z
    .string()
    .trim()
    .regex(/^[\d ]{1,20}$/)
    .optional()
    .describe('A whole unique learner number'),
  number: numberText('the learner'),
  forename: beginning('forename'),
  surname: beginning('surname'),
  batch: numberText('the batch'),
  bundle: numberText('the apprenticeship’s or bundle’s batch'),
  session: sessionYear,
  state: learnerState.optional(),
  lapsesWithin: z.coerce.number().int().min(0).max(3_650).optional().describe('So many days: who lapses until then, the first one first'),
  ...ofCentre,
  sort: z
    .enum(['newest', 'name'])
    .default('newest')
    .describe('By name: surname, then forename; by forename where only the beginning of that is looked for'),
};

const list = listRoute({
  name: 'searchLearners',
  path: '/v1/learners',
  summary: 'Learners, by product, references, numbers, names, batch and session; the newest first or by name',
  permission: 'search',
  rules: ['REG-13', 'SEC-9'],
  of: foundLearner,
  answer: 'A page of learners',
  filter,
  list: (trx, { organisation, ...query }, caller, at) => searchLearners(trx, whereOf(caller, organisation), query, at),
  as: learnerBody,
});

/** A file of all learners that a search finds, with columns of its own. */
interface LearnersFile extends Pick<Route, 'name' | 'path' | 'summary' | 'permission' | 'rules'> {
  file: string;
  columns: CsvColumn<FoundLearner>[];
  /** Those alone who are in one of these states; all where it is left out. */
  states?: ReadonlySet<LearnerStateName>;
}

/** `GET` of such a file (REG-13). */
export function exportOfLearners({ states, ...told }: LearnersFile): Route {
  return exportRoute({
    ...told,
    filter,
    list: async (trx, { organisation, ...query }, caller, at) => {
      const { items, next } = await searchLearners(trx, whereOf(caller, organisation), query, at);
      return { items: states ? items.filter(({ learner }) => states.has(learner.state)) : items, next };
    },
  });
}

const download = exportOfLearners({
  name: 'exportLearners',
  path: '/v1/learners/export',
  summary: 'All learners that a search finds, as a CSV that is sent while it is read',
  permission: 'search',
  rules: ['REG-13', 'SEC-9'],
  file: 'learners.csv',
  columns: learnerColumns,
});

const show = showRoute({
  name: 'showLearner',
  path: '/v1/learners/:id',
  summary: 'One learner in full: the registration, arrangements and the day of the lapse',
  permission: 'viewBatches',
  rules: ['REG-12', 'REG-13', 'LAP-1'],
  of: learnerDetails,
  answer: 'The learner; ETag is the version',
  headers: ({ learner }) => ({ ETag: `"${learner.version}"` }),
  find: (trx, id, _caller, at) => findLearner(trx, id, at),
  as: learnerDetailsBody,
});

/** Searches of learners, their file, and one learner in full (REG-13). */
export const learnerRoutes: Route[] = [list, download, show];
