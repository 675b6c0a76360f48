import { grantable, rightsOf } from '../../domain/access/rights';
import { endorsementKinds, rightTo, type EndorsementKind } from '../../domain/applications/endorsement';
import { prepared, type Transaction } from '../core/database';

const ENDORSERS = `
  with recursive above as (
    select id, parent_id, organisation_id from nodes where id = $1
    union all select n.id, n.parent_id, n.organisation_id from nodes n join above a on n.id = a.parent_id)
  select distinct u.id from grants g join users u on u.id = g.user_id and u.state = 'active'
  where g.organisation_id = (select organisation_id from above limit 1) and g.name = any($2)
    and (g.node_id is null or g.node_id in (select id from above)) order by u.id`;

/** Who may endorse at a node, by what (APP-6, SEC-7): active users with the right there or above, themselves or by a bundle. */
export async function endorsersAt(trx: Transaction, node: string): Promise<Record<EndorsementKind, string[]>> {
  const found = { grading: [] as string[], qualifiedSupervisor: [] as string[] };
  for (const kind of endorsementKinds) {
    const giving = grantable.employer.filter((name) => rightsOf(name).has(rightTo[kind]));
    found[kind] = (await prepared<{ id: string }>(trx, 'endorsers', ENDORSERS, [node, giving])).map(({ id }) => id);
  }
  return found;
}
