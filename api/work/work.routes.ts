import { z } from 'zod';
import { may, reach } from '../../domain/access/permissions';
import { serviceLevel, stopClock } from '../../domain/stop-clock';
import { inScope, type Transaction } from '../../db/core/database';
import type { ProcessRow } from '../../db/core/process.model';
import { isWithin } from '../../db/organisations/organisations.queries';
import { policyFor } from '../../db/core/policies.queries';
import { currentCalendar } from '../../db/core/calendars.queries';
import { findProcess, listProcesses, stateOf } from '../../db/core/processes.queries';
import { findMail, mailsOf } from '../../db/work/work.queries';
import { retryMail } from '../../db/core/outbox.commands';
import { processes, processKinds } from '../../domain/processes';
import type { Caller } from '../../platform/scope';
import { identifier, instant } from '../../messages/core.schemas';
import { plainCommand } from '../core/command';
import { notFound, Problem } from '../core/problems';
import { listRoute } from '../core/reading';
import { route, type Call, type Route } from '../core/route';
import { byId } from '../core/schemas';
import { mailBody } from './work.representations';
import { standingBody, standing } from '../core/standing.representations';

const stages = z.array(
  z.object({ stage: z.string(), awaiting: z.string(), clock: z.string(), enteredAt: z.iso.datetime(), event: z.string() }),
);
const clock = z.object({
  workingDays: z.record(z.string(), z.int()),
  changes: z.array(z.object({ clock: z.string(), from: z.iso.datetime(), stage: z.string(), reason: z.string(), workingDays: z.int() })),
});
const mail = z.object({
  id: z.uuid(),
  kind: z.enum(['mail', 'sms']),
  template: z.string(),
  about: z.uuid(),
  status: z.string(),
  createdAt: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
  deliveredAt: z.iso.datetime().nullable(),
  attempts: z.int(),
  nextTryAt: z.iso.datetime().nullable(),
  possibleRepeats: z.int(),
  messageId: z.string().nullable(),
  lastError: z.string().nullable(),
});
mail.register(z.globalRegistry, { id: 'Mail' });
const level = z.object({ days: z.int(), used: z.int(), paused: z.boolean(), dueOn: z.iso.date().nullable() });

const list = listRoute({
  name: 'listProcesses',
  path: '/v1/processes',
  summary: 'Open processes, soonest due first: what each waits for and what comes next',
  permission: 'viewWork',
  namesNobody: true,
  rules: ['OPS-5', 'WHY-1', 'WRK-1'],
  of: standing,
  answer: 'A page of processes',
  filter: { kind: z.enum(processKinds).optional(), awaiting: z.string().max(50).optional(), dueBefore: instant.optional() },
  list: listProcesses,
  as: standingBody,
});

const process = route({
  name: 'showProcess',
  method: 'get',
  path: '/v1/processes/:id',
  summary: 'Why does this case wait? Its stage, its next events, its history and its stop-clock; the identifier is the case’s own',
  permission: null,
  namesNobody: true,
  rules: ['WHY-1', 'WHY-2', 'OPS-5'],
  params: byId,
  answers: { status: 200, description: 'How it stands', schema: standing.extend({ stages, stopClock: clock, serviceLevel: level }) },
  handle: ({ deps, caller, params }) =>
    inScope(deps.database, caller, async (trx) => {
      const found = await findProcess(trx, params.id);
      if (!found || !(await mayRead(trx, caller, found.process))) throw notFound();
      const until = found.process.endedAt ?? (await deps.clock()).toISOString();
      const history = found.stages.map(({ stage, awaiting, clock: running, enteredAt, event }) => ({
        stage,
        awaiting,
        clock: running,
        enteredAt,
        event,
      }));
      const calendar = await currentCalendar(trx);
      const { work } = await policyFor(trx, found.process.policyVersion);
      const times = {
        stopClock: stopClock(history, until, calendar),
        serviceLevel: serviceLevel(history, until, calendar, work.serviceDays),
      };
      return { body: { ...standingBody(found.process), stages: history, ...times } };
    }),
});

const mails = route({
  name: 'listMails',
  method: 'get',
  path: '/v1/mails',
  summary: 'The log of mails and SMS about an entity',
  permission: 'viewWork',
  rules: ['OPS-3'],
  query: z.object({ about: identifier }),
  answers: { status: 200, description: 'Oldest first', schema: z.object({ items: z.array(mail) }) },
  handle: ({ deps, caller, query }) =>
    inScope(deps.database, caller, async (trx) => ({ body: { items: (await mailsOf(trx, query.about)).map(mailBody) } })),
});

/** A mail is tried again as the signed-in user: the one way for API and work board (OPS-2). */
export const retryMailRoute = route({
  name: 'retryMail',
  method: 'post',
  path: '/v1/mails/:id/retry',
  summary: 'Try to send a failed or delayed mail again, at once',
  permission: 'retryMail',
  rules: ['OPS-2', 'OPS-3'],
  params: byId,
  command: 'plain',
  answers: { status: 202, description: 'It is tried again', schema: mail },
  handle: (call: Call<{ id: string }, unknown, unknown>) =>
    plainCommand(call, { mail: call.params.id }, async (trx, asked, at) => {
      const found = await findMail(trx, call.params.id);
      if (!found) throw notFound();
      if (found.status === 'skipped')
        throw new Problem(409, 'skipped', 'This mail was overtaken', { detail: `A later one says what stands since ${found.skippedAt}.` });
      if (!(await retryMail(trx, call.caller.tenant, found, asked, at)))
        throw new Problem(409, 'sent', 'This mail was sent', { detail: `It left at ${found.doneAt}.` });
      return { status: 202, body: mailBody((await findMail(trx, found.id))!) };
    }),
});

/** Staff read every case; others those of kinds that their right opens, as far as they reach the node that a case is at. */
async function mayRead(trx: Transaction, caller: Caller, process: ProcessRow): Promise<boolean> {
  if (may(caller, 'viewWork')) return true;
  const { reads } = processes[process.kind];
  if (!may(caller, reads)) return false;
  const { node } = stateOf(process) as { node?: string };
  return node === undefined || isWithin(trx, node, reach(caller, reads));
}

/** Processes and their messages: what waits for whom, and who was told. */
export const workRoutes: Route[] = [list, process, mails, retryMailRoute];
