import type { Session } from '../../domain/catalogue/session';
import type { Instant } from '../../domain/working-days';
import { prepared, type Transaction } from '../core/database';
import type { RequestedBy } from '../core/requests.commands';
import { contactOf } from './contacts.queries';

const MAKE_BATCH = `
  insert into batches (id, tenant_id, organisation_id, product_id, session, bundle_batch_id, window_id, mode, learner_address_id,
    certificate_address_id, contact_name, contact_email, registered_at, registered_by)
  select id, $1, $2, product_id, $3, bundle_batch_id, $4, $5, $6, $7, $8, $9, $10, $11
  from jsonb_to_recordset($12::jsonb) as b(id uuid, product_id uuid, bundle_batch_id uuid)`;
const MOVE_COUNTS = 'update batches set learner_count = learner_count + $2, version = version + 1 where id = any($1::uuid[])';

/** What batches that are made together have in common. */
interface Made {
  session: Session;
  window: string | null;
  mode: string | null;
}

/** Makes batches of a centre: their addresses and their contact as told, else none and whoever makes them (REG-10). */
export async function makeBatches(
  trx: Transaction,
  { tenant, organisation }: { tenant: string; organisation: string },
  { session, window, mode }: Made,
  made: { id: string; product_id: string; bundle_batch_id: string | null }[],
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  const body = asked.body as { learnerAddress?: string; certificateAddress?: string };
  const { name, email } = await contactOf(trx, asked);
  const addresses = [body.learnerAddress ?? null, body.certificateAddress ?? null];
  await prepared(trx, 'make-batches', MAKE_BATCH, [
    ...[tenant, organisation, session, window, mode, ...addresses],
    ...[name, email, at, asked.by.user_id, JSON.stringify(made)],
  ]);
}

/** So many more learners count towards the limit of each of some batches, whose rows are locked (REG-3). */
export async function moveCounts(trx: Transaction, batches: string[], learners: number): Promise<void> {
  await prepared(trx, 'move-counts', MOVE_COUNTS, [batches, learners]);
}
