import { z } from 'zod';
import { inScope, type Transaction } from '../../db/core/database';
import { addLine, editLine, removeGroup, removeLine } from '../../db/registration/lines.commands';
import type { RegistrationLineRow } from '../../db/registration/registration.model';
import { findLine, findRegistration, linesOf } from '../../db/registration/registrations.queries';
import type { LineCells } from '../../domain/registration/cells';
import type { Caller } from '../../platform/scope';
import { identifier } from '../../messages/core.schemas';
import { lineCells, ofGroup } from '../../messages/registration.schemas';
import { plainCommand } from '../core/command';
import { notFound } from '../core/problems';
import { ifMatch } from '../core/process-command';
import { members, route, type Route } from '../core/route';
import { byId, pageOf, paging } from '../core/schemas';
import { shownRegistration, workedOn } from './existing';
import { lineBody, registrationDetails, registrationDetailsBody, registrationLine } from './registrations.representations';

const list = route({
  name: 'listRegistrationLines',
  method: 'get',
  path: '/v1/registrations/:id/lines',
  summary: 'The learners of a registration by row, each as sent and with every fault',
  permission: 'viewRegistrations',
  rules: ['REG-9'],
  params: byId,
  query: z.object({
    ...paging,
    group: identifier.optional(),
    faulty: z.enum(['true', 'false']).optional().describe('true: those with faults'),
  }),
  answers: { status: 200, description: 'A page of lines', schema: pageOf(registrationLine) },
  handle: ({ deps, caller, params, query }) =>
    inScope(deps.database, caller, async (trx) => {
      if (!(await findRegistration(trx, params.id))) throw notFound();
      const { items, next } = await linesOf(trx, params.id, query);
      return { body: { items: items.map(lineBody), next } };
    }),
});

const add = route({
  name: 'addRegistrationLine',
  method: 'post',
  path: '/v1/registrations/:id/lines',
  summary: 'Key in a learner; it is checked at once',
  permission: 'makeRegistrations',
  rules: ['REG-1', 'REG-4', 'REG-9', 'AUD-1', 'IDM-1'],
  params: byId,
  body: z.strictObject({ cells: lineCells }),
  command: 'plain',
  answers: { status: 201, description: 'The line with its faults', schema: registrationLine },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const { id } = await workedOn(trx, call.params.id, call.caller);
      const line = await addLine(trx, id, call.body.cells as LineCells, asked, at);
      return { status: 201, body: lineBody((await findLine(trx, line))!) };
    }),
});

const show = route({
  name: 'showRegistrationLine',
  method: 'get',
  path: '/v1/registration-lines/:id',
  summary: 'One line: a learner as sent, with every fault',
  permission: 'viewRegistrations',
  rules: ['REG-9'],
  params: byId,
  answers: { status: 200, description: 'The line; ETag is its version', schema: registrationLine },
  handle: ({ deps, caller, params }) =>
    inScope(deps.database, caller, async (trx) => {
      const found = await findLine(trx, params.id);
      if (!found || found.removedAt) throw notFound();
      return { headers: { ETag: `"${found.version}"` }, body: lineBody(found) };
    }),
});

const edit = route({
  name: 'editRegistrationLine',
  method: 'put',
  path: '/v1/registration-lines/:id',
  summary: 'Correct a learner before the registration; it is checked anew at once',
  permission: 'makeRegistrations',
  rules: ['REG-9', 'REG-12', 'AUD-1', 'IDM-1'],
  params: byId,
  body: z.strictObject({ cells: lineCells }),
  command: 'plain',
  needsVersion: true,
  edits: members('cells'),
  answers: { status: 200, description: 'The line with its faults; ETag is its version', schema: registrationLine },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const line = await lineWorkedOn(trx, call.params.id, call.caller);
      await editLine(trx, line, ifMatch(call), call.body.cells as LineCells, asked, at);
      const edited = (await findLine(trx, line.id))!;
      return { headers: { ETag: `"${edited.version}"` }, body: lineBody(edited) };
    }),
});

const remove = route({
  name: 'removeRegistrationLine',
  method: 'post',
  path: '/v1/registration-lines/:id/remove',
  summary: 'Take a learner out of a registration before it is confirmed',
  permission: 'makeRegistrations',
  rules: ['REG-9', 'AUD-1', 'IDM-1'],
  params: byId,
  command: 'plain',
  answers: { status: 200, description: 'The registration', schema: registrationDetails },
  handle: (call) =>
    plainCommand(call, null, async (trx, asked, at) => {
      const line = await lineWorkedOn(trx, call.params.id, call.caller);
      await removeLine(trx, line, asked, at);
      return { body: registrationDetailsBody((await shownRegistration(trx, line.registrationId, call.caller))!) };
    }),
});

const dropGroup = route({
  name: 'removeRegistrationGroup',
  method: 'post',
  path: '/v1/registrations/:id/remove-group',
  summary: 'Take a group out of a registration, with its learners',
  permission: 'makeRegistrations',
  rules: ['REG-8', 'AUD-1', 'IDM-1'],
  params: byId,
  body: ofGroup,
  command: 'plain',
  answers: { status: 200, description: 'The registration', schema: registrationDetails },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const { id } = await workedOn(trx, call.params.id, call.caller);
      await removeGroup(trx, id, call.body.group, asked, at);
      return { body: registrationDetailsBody((await shownRegistration(trx, id, call.caller))!) };
    }),
});

/** The lines and groups of a registration, before they are confirmed. */
export const registrationLineRoutes: Route[] = [list, add, show, edit, remove, dropGroup];

async function lineWorkedOn(trx: Transaction, id: string, caller: Caller): Promise<RegistrationLineRow> {
  const line = await findLine(trx, id);
  if (!line) throw notFound();
  await workedOn(trx, line.registrationId, caller);
  return line;
}
