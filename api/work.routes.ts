import { z } from 'zod';
import { toMoney } from '../domain/money';
import { stopClock } from '../domain/stop-clock';
import { fromJson } from '../platform/json';
import { inScope } from '../db/database';
import { findOrder } from '../db/queries/advance-orders.queries';
import { currentCalendar, findProcess, listProcesses } from '../db/queries/processes.queries';
import { auditOf, findMail, listWorkItems, mailsOf } from '../db/queries/work.queries';
import { retryMail } from '../db/commands/outbox.commands';
import { policyOf, currentPolicy } from '../domain/policy';
import { plainCommand } from './command';
import { notFound, Problem } from './problems';
import { mailBody, standingBody, workItemBody } from './representations';
import { route, type Answer, type Call, type Route } from './route';
import { byId, pageOf, paging, standing } from './schemas';

const stages = z.array(
  z.object({ stage: z.string(), awaiting: z.string(), clock: z.string(), enteredAt: z.iso.datetime(), event: z.string() }),
);
const clock = z.object({
  workingDays: z.record(z.string(), z.int()),
  changes: z.array(z.object({ clock: z.string(), from: z.iso.datetime(), stage: z.string(), reason: z.string(), workingDays: z.int() })),
});
const mail = z.object({
  id: z.uuid(),
  template: z.string(),
  about: z.uuid(),
  status: z.string(),
  createdAt: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
  attempts: z.int(),
  nextTryAt: z.iso.datetime().nullable(),
  possibleRepeats: z.int(),
  messageId: z.string().nullable(),
  lastError: z.string().nullable(),
});
const workItem = z.object({
  id: z.uuid(),
  queue: z.string(),
  task: z.string(),
  about: z.object({ type: z.string(), id: z.uuid(), reference: z.string().nullable() }),
  dueAt: z.iso.datetime(),
  openedAt: z.iso.datetime(),
});

const processes = route({
  method: 'get',
  path: '/v1/processes',
  summary: 'Open processes, soonest due first: what each waits for and what comes next',
  permission: 'viewWork',
  rules: ['OPS-5', 'WHY-1', 'WRK-1'],
  query: z.object({
    ...paging,
    kind: z.string().max(50).optional(),
    awaiting: z.string().max(50).optional(),
    dueBefore: z.iso.datetime().optional(),
  }),
  answers: { status: 200, description: 'A page of processes', schema: pageOf(standing) },
  handle: ({ deps, caller, query }) =>
    inScope(deps.database, caller, async (trx) => {
      const { items, next } = await listProcesses(trx, query);
      return { body: { items: items.map(standingBody), next } };
    }),
});

const process = route({
  method: 'get',
  path: '/v1/processes/:id',
  summary: 'Why does this case wait? Its stage, its next events, its history and its stop-clock; the identifier is the case’s own',
  permission: 'viewPurchases',
  rules: ['WHY-1', 'WHY-2', 'OPS-5'],
  params: byId,
  answers: { status: 200, description: 'How it stands', schema: standing.extend({ stages, stopClock: clock }) },
  handle: ({ deps, caller, params }) =>
    inScope(deps.database, caller, async (trx) => {
      const hidden = caller.node !== null && !(await findOrder(trx, params.id, caller.node));
      const found = hidden ? null : await findProcess(trx, params.id);
      if (!found) throw notFound();
      const until = found.process.endedAt ?? (await deps.clock()).toISOString();
      const history = found.stages.map(({ stage, awaiting, clock: running, enteredAt, event }) => ({
        stage,
        awaiting,
        clock: running,
        enteredAt,
        event,
      }));
      return {
        body: { ...standingBody(found.process), stages: history, stopClock: stopClock(history, until, await currentCalendar(trx)) },
      };
    }),
});

const audit = route({
  method: 'get',
  path: '/v1/audit/:id',
  summary: 'The trail of any entity: who, when, from where, what, why; and the moments that decisions turned on',
  permission: 'viewWork',
  rules: ['AUD-1', 'WHY-4'],
  params: byId,
  answers: {
    status: 200,
    description: 'Oldest first',
    schema: z.object({
      items: z.array(
        z.object({
          event: z.string(),
          at: z.iso.datetime(),
          recordedAt: z.iso.datetime(),
          user: z.uuid().nullable(),
          session: z.uuid().nullable(),
          ip: z.string().nullable(),
          request: z.uuid().nullable(),
          reason: z.string().nullable(),
          before: z.unknown(),
          after: z.unknown(),
          policyVersion: z.string(),
          calendarVersion: z.string(),
          evidence: z.record(z.string(), z.string()),
        }),
      ),
    }),
  },
  handle: ({ deps, caller, params }) =>
    inScope(deps.database, caller, async (trx) => {
      const rows = await auditOf(trx, params.id);
      if (rows.length === 0) throw notFound();
      return {
        body: {
          items: rows.map((row) => ({
            event: row['event'],
            at: row['at'],
            recordedAt: row['recorded_at'],
            user: row['user_id'],
            session: row['session_id'],
            ip: row['ip'],
            request: row['request_id'],
            reason: row['reason'],
            before: withMoney(row['before']),
            after: withMoney(row['after']),
            policyVersion: row['policy_version'],
            calendarVersion: row['calendar_version'],
            evidence: row['evidence'],
          })),
        },
      };
    }),
});

/** Pence as they are kept become money as the API writes it (MON-1). */
function withMoney(kept: unknown): unknown {
  return JSON.parse(
    JSON.stringify(fromJson(JSON.stringify(kept)), (_key, value: unknown) => (typeof value === 'bigint' ? toMoney(value) : value)),
  );
}

const mails = route({
  method: 'get',
  path: '/v1/mails',
  summary: 'The mail log of an entity',
  permission: 'viewWork',
  rules: ['OPS-3'],
  query: z.object({ about: z.uuid() }),
  answers: { status: 200, description: 'Oldest first', schema: z.object({ items: z.array(mail) }) },
  handle: ({ deps, caller, query }) =>
    inScope(deps.database, caller, async (trx) => ({ body: { items: (await mailsOf(trx, query.about)).map(mailBody) } })),
});

const retry = route({
  method: 'post',
  path: '/v1/mails/:id/retry',
  summary: 'Try to send a failed or delayed mail again, at once',
  permission: 'retryMail',
  rules: ['OPS-2', 'OPS-3'],
  params: byId,
  command: 'plain',
  answers: { status: 202, description: 'It is tried again', schema: mail },
  handle: (call) => retryDelivery(call),
});

/** A mail is tried again as the signed-in user: the one way for API and work board (OPS-2). */
export function retryDelivery(call: Call<{ id: string }, unknown, unknown>): Promise<Answer> {
  return plainCommand(call, { mail: call.params.id }, async (trx, asked, at) => {
    const found = await findMail(trx, call.params.id);
    if (!found) throw notFound();
    if (!(await retryMail(trx, call.caller.tenant, found, asked, at)))
      throw new Problem(409, 'sent', 'This mail was sent', { detail: `It left at ${found.doneAt}.` });
    return { status: 202, body: mailBody((await findMail(trx, found.id))!) };
  });
}

const workItems = route({
  method: 'get',
  path: '/v1/work-items',
  summary: 'Open tasks of a queue, soonest due first',
  permission: 'viewWork',
  rules: ['WRK-1'],
  query: z.object({ ...paging, queue: z.string().max(50).optional() }),
  answers: { status: 200, description: 'A page of tasks', schema: pageOf(workItem) },
  handle: ({ deps, caller, query }) =>
    inScope(deps.database, caller, async (trx) => {
      const { items, next } = await listWorkItems(trx, query);
      return { body: { items: items.map(workItemBody), next } };
    }),
});

const policy = route({
  method: 'get',
  path: '/v1/policies/:version',
  summary: 'The numbers that rules run on, by version; "current" is what new processes start with',
  permission: 'viewPolicy',
  rules: ['TIM-3'],
  params: z.object({ version: z.string().max(30) }),
  answers: { status: 200, description: 'The policy; amounts in pence', schema: z.looseObject({ version: z.string() }) },
  handle: async ({ params }) => {
    try {
      const found = params.version === 'current' ? currentPolicy : policyOf(params.version);
      return { body: { ...found, advanceOrder: { ...found.advanceOrder, creditPence: Number(found.advanceOrder.creditPence) } } };
    } catch {
      throw notFound();
    }
  },
});

/** Processes, audit, mails, tasks and policy: what waits for whom, and what happened. */
export const workRoutes: Route[] = [processes, process, audit, mails, retry, workItems, policy];
