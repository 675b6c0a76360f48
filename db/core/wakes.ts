import { v7 as uuid } from 'uuid';
import { prepared, type Transaction } from './database';

const WAKE = `
  insert into outbox (id, tenant_id, organisation_id, kind, entity_id, name, target, facts)
  select t.id, p.tenant_id, p.organisation_id, 'signal', p.entity_id, 'wake', p.business_id, 'null'
  from unnest($1::uuid[], $2::uuid[]) as t(id, entity) join processes p on p.entity_id = t.entity and p.ended_at is null`;

/** Wakes the open processes of some entities, in the transaction that changed what they wait for: they read the rows (design 3). */
export async function wakeProcesses(trx: Transaction, entities: string[]): Promise<void> {
  await prepared(trx, 'wake-processes', WAKE, [entities.map(() => uuid()), entities]);
}
