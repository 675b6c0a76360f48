import type { Instant } from '../../domain/working-days';
import { prepared, type Transaction } from '../core/database';

const CHANGING = `
  select window_id as id from booking_windows
  where (late_from > $1 and late_from <= $2) or (very_late_from > $1 and very_late_from <= $2) or (refused_from > $1 and refused_from <= $2)`;
const COUNT = `
  select count(*)::int as many from (
    select from bookings where organisation_id = $1 and not is_controlled and state = 'active' and window_id = any($2::uuid[]) limit $3) b`;

/** Windows whose band changes after an instant and not after another one (BKG-3). */
export async function windowsChanging(trx: Transaction, from: Instant, until: Instant): Promise<string[]> {
  return (await prepared<{ id: string }>(trx, 'windows-changing', CHANGING, [from, until])).map(({ id }) => id);
}

/** How many bookings of a centre stand in windows whose band changes between two instants, counted up to a number (CEN-2, BKG-3). */
export async function countChanging(
  trx: Transaction,
  centre: string,
  { from, until }: { from: Instant; until: Instant },
  most: number,
): Promise<number> {
  const windows = await windowsChanging(trx, from, until);
  const [{ many }] = (await prepared<{ many: number }>(trx, 'count-changing', COUNT, [centre, windows, most])) as [{ many: number }];
  return many;
}
