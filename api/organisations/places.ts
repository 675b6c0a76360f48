import { reach, type Permission } from '../../domain/access/permissions';
import type { Transaction } from '../../db/core/database';
import { idsWithin, isWholeTree } from '../../db/organisations/organisations.queries';
import type { Caller } from '../../platform/scope';

/**
 * The nodes at which a caller may do something, each by name, at a level or below where one is asked for (SEC-7, EMP-7); null for
 * all there are in scope, as at a company all of its tree is.
 */
export async function nodesReached(trx: Transaction, caller: Caller, permission: Permission, level?: string): Promise<string[] | null> {
  const roots = reach(caller, permission);
  if (!roots && !level) return null;
  const reached = roots && (await idsWithin(trx, roots));
  const nodes = level ? [...(await idsWithin(trx, [level]))].filter((id) => reached?.has(id) ?? true) : [...reached!];
  return caller.organisation && (await isWholeTree(trx, nodes)) ? null : nodes;
}
