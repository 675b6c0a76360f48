import { z } from 'zod';
import { splitResults, type ResultRow } from '../../domain/assessments/hse-results-file';
import { faultsOfResult, type HseResult } from '../../domain/assessments/hse-result';
import type { RowFault } from '../../domain/bank/statement-row';
import { matchResult, takeResult, type Bringing } from '../../db/assessments/hse-results.commands';
import { findResult, listResults } from '../../db/assessments/hse-results.queries';
import type { HseResultRow } from '../../db/assessments/hse-result.model';
import type { RequestedBy } from '../../db/core/requests.commands';
import { hseResult, matchedResult } from '../../messages/assessments.schemas';
import type { Caller } from '../../platform/scope';
import { readBody } from '../core/body';
import { reservedCommand } from '../core/command';
import { readPart } from '../core/faults';
import { notFound, Problem, refusedProblem } from '../core/problems';
import { listRoute, showRoute } from '../core/reading';
import { route, type Route } from '../core/route';
import { byId } from '../core/schemas';

const MOST_BYTES = 2_000_000;
const MOST_ROWS = 2_000;

const result = z.object({
  id: z.uuid(),
  number: z.string(),
  person: z.string().nullable(),
  givenName: z.string().nullable(),
  familyName: z.string().nullable(),
  birthDate: z.iso.date().nullable(),
  takenOn: z.iso.date(),
  mode: z.enum(['atCentre', 'online']),
  result: z.enum(['pass', 'fail']),
  source: z.enum(['provider', 'operator', 'csv']),
  receivedAt: z.iso.datetime(),
  state: z.enum(['recorded', 'unmatched']),
  version: z.int(),
});
result.register(z.globalRegistry, { id: 'HseResult' });

function resultBody({ tenantId: _tenant, recordId: _record, personNumber: person, ...row }: HseResultRow) {
  return { ...row, person };
}

const take = route({
  name: 'recordHseResult',
  method: 'post',
  path: '/v1/hse-results',
  summary: 'Record the result of an assessment: of the person of that number, or of that full name and birth date; else it is a task',
  permission: 'recordAssessments',
  rules: ['HSE-4', 'HSE-5', 'AUD-1', 'IDM-1'],
  body: hseResult,
  command: 'plain',
  refuses: [409],
  answers: { status: 201, description: 'On record, or a task; the same result once more is the same one', schema: result },
  handle: (call) =>
    reservedCommand(call, call.body, async (trx, asked, at) => {
      const id = await takeResult(trx, bringing(call.caller, 'operator', asked), call.body, at);
      return { status: 201, headers: { Location: `/v1/hse-results/${id}` }, body: resultBody((await findResult(trx, id))!) };
    }),
});

const importAll = route({
  name: 'importHseResults',
  method: 'post',
  path: '/v1/hse-results/imports',
  summary: 'Record the results of a CSV file, all or none: number, person, givenName, familyName, birthDate, takenOn, mode, result',
  permission: 'recordAssessments',
  rules: ['HSE-5', 'AUD-1', 'IDM-1'],
  command: 'plain',
  file: 'application/octet-stream',
  refuses: [409, 422],
  answers: {
    status: 201,
    description: 'What became of each, in the order of the file',
    schema: z.object({ items: z.array(result) }),
  },
  handle: async (call) => {
    const { bytes, hash } = await readBody(call.request, MOST_BYTES, 'Send it in parts.');
    const rows = splitResults(bytes.toString());
    if ('code' in rows) throw refusedProblem([rows]);
    if (rows.length > MOST_ROWS)
      throw new Problem(422, 'too-many', 'The file has too many results', { detail: `Send ${MOST_ROWS} at once at most.` });
    return reservedCommand(call, { sha256: hash.toString('hex') }, async (trx, asked, at) => {
      const results = readRows(rows, at);
      const items = [];
      for (const each of results)
        items.push(resultBody((await findResult(trx, await takeResult(trx, bringing(call.caller, 'csv', asked), each, at)))!));
      return { status: 201, body: { items } };
    });
  },
});

const list = listRoute({
  name: 'listHseResults',
  path: '/v1/hse-results',
  summary: 'Results of assessments as they came, newest first',
  permission: 'recordAssessments',
  rules: ['HSE-5'],
  of: result,
  answer: 'A page of results',
  filter: { state: result.shape.state.optional() },
  list: listResults,
  as: resultBody,
});

const show = showRoute({
  name: 'showHseResult',
  path: '/v1/hse-results/:id',
  summary: 'One result of an assessment',
  permission: 'recordAssessments',
  rules: ['HSE-5'],
  of: result,
  answer: 'The result',
  find: findResult,
  as: resultBody,
});

const match = route({
  name: 'matchHseResult',
  method: 'post',
  path: '/v1/hse-results/:id/match',
  summary: 'Say whose a result is that named nobody whom we know',
  permission: 'recordAssessments',
  rules: ['HSE-5', 'AUD-1', 'IDM-1'],
  params: byId,
  body: matchedResult,
  command: 'plain',
  refuses: [409],
  answers: { status: 200, description: 'The result, on record', schema: result },
  handle: (call) =>
    reservedCommand(call, call.body, async (trx, asked, at) => {
      const { params, body, caller } = call;
      if (!(await findResult(trx, params.id))) throw notFound();
      await matchResult(trx, bringing(caller, 'operator', asked), params.id, body.person, at);
      return { body: resultBody((await findResult(trx, params.id))!) };
    }),
});

/** Results of health and safety assessments (HSE-5). */
export const hseResultRoutes: Route[] = [take, importAll, list, show, match];

function bringing({ tenant, policy }: Caller, source: Bringing['source'], asked: RequestedBy): Bringing {
  return { tenant, source, policy, asked };
}

/** Every row by the schema and the rules of one result. Throws 422 with all faults of all rows at once. */
function readRows(rows: ResultRow[], at: string): HseResult[] {
  const read = rows.map(({ row, cells }) => {
    const { data, faults = [] } = readPart(hseResult, cells);
    const wrong = faults.map(({ pointer, in: _in, ...fault }): RowFault => ({ ...fault, row, column: pointer.slice(1) }));
    const against = data
      ? faultsOfResult(data, at).map(({ place, ...fault }): RowFault => ({ ...fault, row, column: place.slice(1) }))
      : [];
    return { data, faults: [...wrong, ...against] };
  });
  const errors = read.flatMap(({ faults }) => faults);
  if (errors.length > 0)
    throw new Problem(422, 'invalid', `The file has ${errors.length} fault${errors.length === 1 ? '' : 's'}`, { errors });
  return read.map(({ data }) => data!);
}
