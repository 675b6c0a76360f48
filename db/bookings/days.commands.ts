import { v7 as uuid } from 'uuid';
import { startOf } from '../../domain/processes';
import { dateWords, type Instant, type LocalDate } from '../../domain/working-days';
import { inTenantScope, prepared, type Transaction } from '../core/database';
import { policyInForce } from '../core/policies.queries';
import type { RequestedBy } from '../core/requests.commands';
import { openRows } from '../core/rows';

const MAKE =
  'insert into assessment_days (id, tenant_id, day) values ($1, $2, $3::date) on conflict (tenant_id, day) do nothing returning id';
const FIND = 'select id from assessment_days where tenant_id = $1 and day = $2::date';

/** The wait for a day outside windows: the first booking for it opens it (BKG-4). Answers the day's identifier. */
export async function openDay(trx: Transaction, tenant: string, day: LocalDate, asked: RequestedBy | null, at: Instant): Promise<string> {
  const id = uuid();
  const [made] = await prepared<{ id: string }>(trx, 'make-assessment-day', MAKE, [id, tenant, day]);
  if (!made) {
    const [stands] = (await prepared<{ id: string }>(trx, 'assessment-day', FIND, [tenant, day])) as [{ id: string }];
    return stands.id;
  }
  await inTenantScope(trx, tenant, async () => {
    const { policyVersion } = await policyInForce(trx);
    const start = startOf('assessment-day', id, { owner: 'caseOperator', tenant, organisation: null, policyVersion });
    await openRows(trx, { ...start, reference: dateWords(day) }, { day, pending: 0, isOver: false }, asked, at);
  });
  return id;
}
