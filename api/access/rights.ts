import { adviceOn, isStaff, reach, type Permission } from '../../domain/access/permissions';
import { grantable, type Grantable, type OrganisationKind } from '../../domain/access/rights';
import { refuse, type Refusal } from '../../domain/refusal';
import type { Transaction } from '../../db/core/database';
import { findNode, isWithin } from '../../db/organisations/organisations.queries';
import { findUser, type UserDetails } from '../../db/access/users.queries';
import type { Caller } from '../../platform/scope';
import { notFound, refusedProblem } from '../core/problems';

/** A user in scope whom the caller reaches with a permission: all his rights lie at or below the caller's nodes. Throws 404. */
export async function seenUser(trx: Transaction, caller: Caller, id: string, permission: Permission): Promise<UserDetails> {
  const found = await findUser(trx, id);
  if (!found || (found.role === 'individual' && !isStaff(caller.role))) throw notFound();
  const roots = reach(caller, permission);
  for (const { node } of roots === null ? [] : found.grants) if (!node || !(await isWithin(trx, node, roots))) throw notFound();
  return found;
}

/** Rights that exist, at a node that the caller reaches, and none that he does not have there himself; all faults at once (SEC-6, SEC-7). */
export async function insistOnRights(
  trx: Transaction,
  caller: Caller,
  organisation: { id: string; kind: OrganisationKind },
  node: string | null,
  rights: string[],
  permission: Permission,
): Promise<void> {
  const faults: Refusal[] = [];
  const roots = reach(caller, permission);
  const found = node ? await findNode(trx, node) : undefined;
  const isThere = node ? found?.organisationId === organisation.id && (await isWithin(trx, node, roots)) : organisation.kind !== 'employer';
  if (!isThere)
    faults.push(
      refuse('node', 'SEC-7', 'There is no such company, group or office for you', 'Take identifiers from GET /v1/nodes.', '/node'),
    );
  for (const [index, right] of rights.entries()) {
    const place = `/rights/${index}`;
    if (!grantable[organisation.kind].includes(right as Grantable))
      faults.push(
        refuse(
          'right',
          'SEC-6',
          `There is no right "${right}" for users of an ${organisation.kind}`,
          `It is one of: ${grantable[organisation.kind].join(', ')}.`,
          place,
        ),
      );
    else if (isThere && !isStaff(caller.role) && !(await holds(trx, caller, right, node)))
      faults.push(refuse('ownRight', 'SEC-6', `You do not have "${right}" there yourself`, 'Ask somebody who has it to give it.', place));
  }
  if (faults.length > 0) throw refusedProblem(faults);
}

/** The same, and one right at least: a new user without any could do nothing. */
export async function insistOnSomeRights(...given: Parameters<typeof insistOnRights>): Promise<void> {
  const [, , , , rights] = given;
  if (rights.length === 0) throw refusedProblem([refuse('right', 'SEC-6', 'No right is given', 'Name one at least.', '/rights')]);
  await insistOnRights(...given);
}

/** What a user hands on he has himself, there or above. A Portal Admin names the LRS administrator too (SEC-15). */
async function holds(trx: Transaction, caller: Caller, right: string, node: string | null): Promise<boolean> {
  if (caller.grants.some((grant) => grant.right === 'portalAdmin')) return true;
  const above = reach(caller, right as Permission);
  const giving = [...(above ?? []), ...caller.grants.filter((grant) => grant.right === right && grant.node).map((grant) => grant.node!)];
  if (above === null || node === null) return above === null;
  return giving.length > 0 && isWithin(trx, node, giving);
}

/** What to consider about rights at a node (SEC-7); null where nothing is. */
export async function adviceFor(trx: Transaction, node: string | null): Promise<string | null> {
  return node ? adviceOn((await findNode(trx, node))?.kind ?? null) : null;
}
