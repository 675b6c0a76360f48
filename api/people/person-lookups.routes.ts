import { z } from 'zod';
import { inScope } from '../../db/core/database';
import { countLookUp, lookUpPerson } from '../../db/people/look-ups.commands';
import { lookUpOutcomes } from '../../domain/people/look-up';
import { lookUpKeys } from '../../messages/people.schemas';
import { route, type Route } from '../core/route';
import { insistOnLookUps } from './look-up-limit';

const lookUp = z
  .object({
    id: z.uuid(),
    outcome: z.enum(lookUpOutcomes),
    name: z.string().nullable().describe('Of the only person whom all keys match'),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'PersonLookUp' });

const look = route({
  name: 'lookUpPerson',
  method: 'post',
  path: '/v1/person-lookups',
  summary: 'Look for a person by birth date and one or two more keys, before adding an employee; each look-up is kept and counted',
  permission: 'addEmployees',
  rules: ['EMP-1', 'EMP-2'],
  body: lookUpKeys,
  answers: { status: 201, description: 'Whether all keys match one person, several, of whom none is shown, or none', schema: lookUp },
  handle: async ({ deps, caller, body }) => {
    const at = (await deps.clock()).toISOString();
    const { tenant, user, policy } = caller;
    const by = { tenant, organisation: caller.organisation!, user };
    const kept = { ring: deps.config.COUNTERSIGN_KEYS, minutes: policy.employees.lookUpMinutes };
    return inScope(deps.database, caller, async (trx) => {
      insistOnLookUps(await countLookUp(trx, by, policy.employees.lookUpsAnHour, at), at);
      return { status: 201, body: await lookUpPerson(trx, by, body, kept, at) };
    });
  },
});

/** Looking for persons (EMP-1, EMP-2). */
export const personLookUpRoutes: Route[] = [look];
