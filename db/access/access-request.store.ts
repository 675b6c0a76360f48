import type { AccessRequest, AccessRequestFacts } from '../../domain/access/access-request.state';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import type { RowStore, Step } from '../core/row-store';
import { findAccessRequest } from './people.queries';
import { makeUser } from './users.commands';

/** How a request for access meets its tables: its row, the centre's Portal Admins, the user that an approval makes (SEC-4). */
export const accessRequestStore: RowStore<AccessRequest, AccessRequestFacts> = {
  table: 'access_requests',
  facts: async (trx, { state, trigger }) => {
    if (trigger !== 'open') return { admins: state.admins, askedAt: state.stateSince };
    const row: { organisation_id: string; state_since: Instant } = await trx('access_requests').where({ id: state.id }).forUpdate().first();
    return { admins: await portalAdmins(trx, row.organisation_id), askedAt: row.state_since };
  },
  write: async (trx, step) => {
    const { id, state, stateSince } = step.decision.next;
    const user = state === 'approved' ? { user_id: await userOf(trx, step) } : {};
    await trx('access_requests')
      .where({ id })
      .update({ state, state_since: stateSince, version: step.version, ...user });
  },
};

async function portalAdmins(trx: Transaction, organisation: string): Promise<string[]> {
  return trx('grants as g')
    .join('users as u', 'u.id', 'g.user_id')
    .where({ 'g.organisation_id': organisation, 'g.name': 'portalAdmin', 'u.state': 'active' })
    .orderBy('u.id')
    .pluck('u.id');
}

/** An approved request makes the user, with the permissions that the approver chose, and his invitation. */
async function userOf(trx: Transaction, { decision, asked, at }: Step<AccessRequest>): Promise<string> {
  const { organisation, givenName, familyName, email, mobile } = (await findAccessRequest(trx, decision.next.id))!;
  const person = { givenName, familyName, email, mobile };
  const rights = asked!.body['rights'] as string[];
  const of = { tenant: decision.next.tenant, organisation, role: 'centreUser' as const };
  return makeUser(trx, { ...of, ...person, rights, node: null }, asked!, at);
}
