import { z } from 'zod';
import { reach } from '../../domain/access/permissions';
import { londonDate } from '../../domain/working-days';
import { inScope } from '../../db/core/database';
import { findEmployee } from '../../db/people/employees.queries';
import { employ, leave } from '../../db/people/employments.commands';
import { countLookUp } from '../../db/people/look-ups.commands';
import { leaving, newEmployment } from '../../messages/people.schemas';
import type { Caller } from '../../platform/scope';
import { plainCommand } from '../core/command';
import { route, type ApiDeps, type Route } from '../core/route';
import { employeeDetails, shownEmployee } from './employees.representations';
import { insistOnLookUps } from './look-up-limit';

const add = route({
  name: 'addEmployee',
  method: 'post',
  path: '/v1/employments',
  summary: 'Add an employee: whom a look-up found, or a new person after one that found nobody',
  permission: 'addEmployees',
  rules: ['EMP-1', 'EMP-2', 'AUD-1', 'IDM-1'],
  body: newEmployment,
  command: 'plain',
  answers: {
    status: 201,
    description: 'Listed at the office; the declaration is kept in the words that stand here',
    schema: shownEmployee,
  },
  handle: async (call) => {
    const { deps, caller, body } = call;
    if (body.person) await countNiNumber(deps, caller);
    return plainCommand(call, body, async (trx, asked, at) => {
      const organisation = caller.organisation!;
      const offices = reach(caller, 'addEmployees');
      const employment = { ...body, person: body.person ?? null };
      const ring = deps.config.COUNTERSIGN_KEYS;
      const id = await employ(trx, { tenant: caller.tenant, organisation }, employment, { offices, ring }, asked, at);
      const made = (await findEmployee(trx, id, { organisation, nodes: null }, londonDate(at)))!;
      return { status: 201, headers: { Location: `/v1/employees/${id}` }, body: employeeDetails(made) };
    });
  },
});

const outcome = z.object({ id: z.uuid(), outcome: z.enum(['left', 'notFound']) });

const leaves = route({
  name: 'leaveEmployees',
  method: 'post',
  path: '/v1/employments/leave',
  summary: 'Employees leave as of today: you see them no more, their records and cards stay; each has its outcome',
  permission: 'removeEmployees',
  rules: ['EMP-3', 'AUD-1', 'IDM-1'],
  body: leaving,
  command: 'plain',
  answers: { status: 200, description: 'What became of each, in the order asked', schema: z.object({ items: z.array(outcome) }) },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const { caller, body } = call;
      const about = { tenant: caller.tenant, organisation: caller.organisation! };
      return { body: { items: await leave(trx, about, [...new Set(body.employees)], reach(caller, 'removeEmployees'), asked, at) } };
    }),
});

/** Who works for an employer: added and leaving (EMP-1, EMP-3). */
export const employmentRoutes: Route[] = [add, leaves];

/** An NI number that is tried counts as a look-up, kept whatever comes of the command: nobody finds out by trying which ones are known (EMP-2). */
async function countNiNumber({ database, clock }: ApiDeps, caller: Caller): Promise<void> {
  const at = (await clock()).toISOString();
  const by = { tenant: caller.tenant, organisation: caller.organisation! };
  await inScope(database, caller, async (trx) =>
    insistOnLookUps(await countLookUp(trx, by, caller.policy.employees.lookUpsAnHour, at), at),
  );
}
