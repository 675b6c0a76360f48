import { prepared, type Transaction } from '../core/database';
import type { Instant } from '../../domain/working-days';

/** What waits for a centre, each counted up to a number (CEN-2). */
export interface CentreCounts {
  /** Registrations that nobody has finished, those that are being checked among them. */
  registrationsOpen: number;
  /** Those of them with a line or a group that keeps them from being registered. */
  registrationsWithFaults: number;
  /** Groups of learners whose registration can still be undone (IMP-1). */
  undoable: number;
  /** Invoices of the last days. */
  recentInvoices: number;
}

const COUNTS = `
  with open as (
    select id from registrations where organisation_id = $1 and state in ('checking', 'open') and not is_check_only order by id desc limit $4
  ), faulty as (
    select id from open o where exists (
      select from registration_groups g where g.registration_id = o.id and g.removed_at is null and g.registered_at is null
        and (g.faults <> '[]' or exists (select from registration_lines l where l.group_id = g.id and l.removed_at is null and l.learner is null)))
  )
  select (select count(*)::int from open) as "registrationsOpen", (select count(*)::int from faulty) as "registrationsWithFaults",
    (select count(*)::int from (select from registration_groups where organisation_id = $1 and registered_at > $2::timestamptz
       and registered_at is not null and undone_at is null limit $4) u) as undoable,
    (select count(*)::int from (select from invoices where organisation_id = $1 and issued_at > $3::timestamptz limit $4) i) as "recentInvoices"`;

/** Counts what waits for a centre: what was registered after an instant can be undone, what was invoiced after another one is recent. */
export async function countForCentre(
  trx: Transaction,
  centre: string,
  { undoableSince, invoicedSince, most }: { undoableSince: Instant; invoicedSince: Instant; most: number },
): Promise<CentreCounts> {
  const [row] = await prepared<CentreCounts>(trx, 'count-for-centre', COUNTS, [centre, undoableSince, invoicedSince, most]);
  return row!;
}
