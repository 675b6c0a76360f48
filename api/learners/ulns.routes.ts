import { z } from 'zod';
import { ulnFlags, ulnStandings } from '../../domain/learners/uln-flags';
import { learnerStates } from '../../domain/learners/learner.state';
import { findLearners, type FoundLearner } from '../../db/registration/offers';
import { saveUlns, type UlnOutcome } from '../../db/learners/ulns.commands';
import { findSubmission, searchUlns } from '../../db/learners/ulns.queries';
import { type Transaction } from '../../db/core/database';
import type { Instant } from '../../domain/working-days';
import { typedUln, typedUlns } from '../../messages/learners.schemas';
import { plainCommand } from '../core/command';
import { notFound, refusedProblem } from '../core/problems';
import { listRoute, showRoute } from '../core/reading';
import { route, type Route } from '../core/route';
import { byId } from '../core/schemas';
import { ulnBodyOf, ulnShape } from '../registration/learners.representations';
import { batchName, productBody, productName } from '../registration/batches.representations';

const shown = z.object({
  id: z.uuid().describe('The learner'),
  number: z.string(),
  forename: z.string(),
  surname: z.string(),
  birthDate: z.iso.date(),
  state: z.enum(learnerStates),
  product: productName,
  batch: batchName,
  registeredAt: z.iso.datetime(),
  uln: z.string().nullable(),
  ...ulnShape,
});
shown.register(z.globalRegistry, { id: 'LearnerUln' });
const outcome = z.object({
  learner: shown,
  outcome: z.enum(['sent', 'takenAway', 'refused']),
  errors: z
    .array(z.object({ code: z.string(), rule: z.string(), detail: z.string(), remedy: z.string() }))
    .describe('Why it was not saved'),
});
outcome.register(z.globalRegistry, { id: 'UlnOutcome' });

const list = listRoute({
  name: 'searchUlns',
  path: '/v1/ulns',
  summary: 'ULNs of learners with what the Learning Records Service answered, the newest registration first or by name',
  permission: 'updateUlns',
  rules: ['REG-13', 'ULN-2'],
  of: shown,
  answer: 'ULNs, page by page',
  filter: {
    product: z.string().trim().min(1).max(200).optional().describe('A whole code, or any part of a name'),
    batch: z.string().trim().min(1).max(30).optional(),
    forename: z.string().trim().min(1).max(100).optional(),
    surname: z.string().trim().min(1).max(100).optional(),
    registeredFrom: z.iso.date().optional(),
    registeredUntil: z.iso.date().optional(),
    standing: z.enum(ulnStandings).optional(),
    sort: z.enum(['newest', 'name']).default('newest'),
  },
  list: (trx, query, { tenant, organisation }, at) => searchUlns(trx, { tenant, organisation }, query, at),
  as: ulnBody,
});

const saveOne = route({
  name: 'saveUln',
  method: 'post',
  path: '/v1/learners/:id/uln',
  summary: 'Save the ULN of a learner and send it to the Learning Records Service, or take it away; a bad one is refused at once',
  permission: 'updateUlns',
  rules: ['ULN-1', 'SEC-15', 'AUD-1', 'IDM-1'],
  command: 'plain',
  params: byId,
  body: typedUln,
  answers: { status: 200, description: 'The learner’s ULN, sent or taken away', schema: shown },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const [saved] = await saveUlns(trx, [{ learner: call.params.id, uln: call.body.uln }], asked, at);
      if (!saved) throw notFound();
      if (saved.refusals.length > 0) throw refusedProblem(saved.refusals);
      const [body] = await bodiesOf(trx, [saved], at);
      return { body: body! };
    }),
});

const saveAll = route({
  name: 'saveUlns',
  method: 'post',
  path: '/v1/ulns',
  summary: 'Save the ULNs of many learners and send them together, or take them away, each with an outcome of its own',
  permission: 'updateUlns',
  rules: ['ULN-1', 'SEC-15', 'AUD-1', 'IDM-1'],
  command: 'plain',
  body: typedUlns,
  refuses: [404],
  answers: { status: 200, description: 'How each came out, in the order given', schema: z.object({ items: z.array(outcome) }) },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const saved = await saveUlns(trx, call.body.items, asked, at);
      if (saved.length < call.body.items.length) throw notFound();
      const bodies = await bodiesOf(trx, saved, at);
      const items = saved.map((each, place) => {
        const errors = each.refusals.map(({ code, rule, detail, remedy }) => ({ code, rule, detail, remedy }));
        const done = each.uln === null ? ('takenAway' as const) : ('sent' as const);
        return { learner: bodies[place]!, outcome: errors.length > 0 ? ('refused' as const) : done, errors };
      });
      return { body: { items } };
    }),
});

const submission = z.object({
  id: z.uuid(),
  centre: z.object({ id: z.uuid(), name: z.string() }),
  madeAt: z.iso.datetime(),
  checks: z
    .array(
      z.object({
        learner: z.object({ id: z.uuid(), number: z.string() }),
        outcome: z.enum(['verified', 'mismatch', 'superseded', 'outdated']).nullable().describe('Null as long as it is awaited'),
        flags: z.array(z.enum(ulnFlags)),
      }),
    )
    .describe('The first 200, those without an answer first'),
});
submission.register(z.globalRegistry, { id: 'UlnSubmission' });

const showSubmission = showRoute({
  name: 'showUlnSubmission',
  path: '/v1/uln-submissions/:id',
  summary: 'ULNs that were sent together, each with what came of it',
  permission: 'viewBatches',
  rules: ['ULN-1', 'ULN-2'],
  of: submission,
  answer: 'The submission',
  find: (trx, id) => findSubmission(trx, id),
  as: ({ submission: { id, madeAt }, centre, checks }) => ({
    ...{ id, madeAt, centre: { id: centre.id, name: centre.name } },
    checks: checks.map(({ check: { outcome, flags }, learner }) => ({
      ...{ learner: { id: learner.id, number: learner.number }, outcome, flags: outcome ? (flags ?? []) : [] },
    })),
  }),
});

/** The LRS administrator's page of ULNs (ULN-1, ULN-2, SEC-15). */
export const ulnRoutes: Route[] = [list, saveOne, saveAll, showSubmission];

async function bodiesOf(trx: Transaction, saved: readonly UlnOutcome[], at: Instant) {
  const ids = saved.map(({ learner }) => learner);
  const found = await findLearners(trx, ids, at);
  return ids.map((id) => ulnBody(found.get(id)!));
}

function ulnBody({ learner, product, batch }: FoundLearner) {
  const { id, number, forename, surname, birthDate, state, registeredAt, uln } = learner;
  return {
    ...{ id, number, forename, surname, birthDate, state, registeredAt, uln },
    ...{ product: productBody({ product }), batch: { id: batch.id, number: batch.number } },
    ...ulnBodyOf(learner),
  };
}
