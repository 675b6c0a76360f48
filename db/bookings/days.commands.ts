import { v7 as uuid } from 'uuid';
import { startOf } from '../../domain/processes';
import { dateWords, type Instant, type LocalDate } from '../../domain/working-days';
import { inTenantScope, prepared, type Transaction } from '../core/database';
import { policyInForce } from '../core/policies.queries';
import type { RequestedBy } from '../core/requests.commands';
import { openRows } from '../core/rows';

const MAKE =
  'insert into assessment_days (id, tenant_id, day) values ($1, $2, $3::date) on conflict (tenant_id, day) do nothing returning id';
/** Shared: bookings hinder none of one another; the end of the day waits for them, and they for it. */
const HOLD = `
  select d.id, p.ended_at is not null as "isOver" from assessment_days d join processes p on p.kind = 'assessment-day' and p.entity_id = d.id
  where d.tenant_id = $1 and d.day = $2::date for share of p`;

/** A day that is there, and whether it is over by now. */
export interface HeldDay {
  id: string;
  isOver: boolean;
}

/** The wait for a day outside windows, held: the first booking for it opens it (BKG-4). */
export async function openDay(trx: Transaction, tenant: string, day: LocalDate, asked: RequestedBy | null, at: Instant): Promise<HeldDay> {
  return inTenantScope(trx, tenant, async () => {
    const id = uuid();
    const [made] = await prepared<{ id: string }>(trx, 'make-assessment-day', MAKE, [id, tenant, day]);
    if (!made) return (await prepared<HeldDay>(trx, 'hold-assessment-day', HOLD, [tenant, day]))[0]!;
    const { policyVersion } = await policyInForce(trx);
    const start = startOf('assessment-day', id, { owner: 'caseOperator', tenant, organisation: null, policyVersion });
    await openRows(trx, { ...start, reference: dateWords(day) }, { day, pending: 0, isOver: false }, asked, at);
    return { id, isOver: false };
  });
}
