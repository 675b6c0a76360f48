import { refuse } from '../../domain/refusal';
import { CommitRefused } from '../core/commit-refused';
import { prepared, type Transaction } from '../core/database';
import type { OfCentre } from './booking.model';

const MAKE = `
  insert into very_late_places (organisation_id, window_id, tenant_id, taken) values ($1, $2, $3, 0)
  on conflict (organisation_id, window_id) do nothing`;
const TAKE = `
  update very_late_places set taken = taken + $3 where organisation_id = $1 and window_id = $2 and ($3 < 0 or taken + $3 <= $4) returning taken`;
const HOLD = 'select taken from very_late_places where organisation_id = $1 and window_id = $2 for update';
const TAKEN = 'select taken from very_late_places where organisation_id = $1 and window_id = $2';

/** So many very late bookings more of a window, or fewer below nothing. */
export interface PlacesTaken {
  window: string;
  many: number;
  /** How many a centre has at most, by the window's version of policy (BKG-3, TIM-3). */
  limit: number;
}

/** Holds the counts of very late places of a centre's windows: before its bookings are locked, whose states they count (BKG-3). */
export async function holdPlaces(trx: Transaction, { tenant, organisation }: OfCentre, windows: readonly string[]): Promise<void> {
  for (const window of [...new Set(windows)].sort()) {
    await prepared(trx, 'very-late-row', MAKE, [organisation, window, tenant]);
    await prepared(trx, 'hold-very-late', HOLD, [organisation, window]);
  }
}

/**
 * Takes and frees very late places of a centre: counted by the row of centre and window, which is locked until the transaction ends (BKG-3).
 * Answers how many are left in each window in which some are taken. Throws a refusal that states the room where there is too little.
 */
export async function changePlaces(trx: Transaction, { tenant, organisation }: OfCentre, all: PlacesTaken[]): Promise<Map<string, number>> {
  const left = new Map<string, number>();
  for (const { window, many, limit } of [...all].sort((one, other) => (one.window < other.window ? -1 : 1))) {
    if (many === 0) continue;
    await prepared(trx, 'very-late-row', MAKE, [organisation, window, tenant]);
    const [taken] = await prepared<{ taken: number }>(trx, 'take-very-late', TAKE, [organisation, window, many, limit]);
    if (taken && many > 0) left.set(window, limit - taken.taken);
    if (taken) continue;
    const [stands] = await prepared<{ taken: number }>(trx, 'very-late-taken', TAKEN, [organisation, window]);
    const room = Math.max(0, limit - stands!.taken);
    const detail = `A centre has ${limit} very late bookings in a window: room for ${room}, and ${many} are asked for`;
    throw new CommitRefused([refuse('veryLateFull', 'BKG-3', detail, room > 0 ? `Book ${room} at most.` : 'Choose another window.')]);
  }
  return left;
}
