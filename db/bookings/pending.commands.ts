import { bookingTransitions } from '../../domain/bookings/booking.state';
import type { Instant } from '../../domain/working-days';
import { prepared, type Transaction } from '../core/database';

/** So many bookings are one transaction, each with its audit row: one update and one insert. */
const AT_ONCE = 500;
const { active: PENDING } = bookingTransitions.sat;

/** Their bookings are moved by one statement: of 100,000 none is read here. */
const statementOf = (column: 'window_id' | 'day_id') => `
  with due as (select id from bookings where ${column} = $1 and state = 'active' order by id limit ${AT_ONCE} for no key update),
  moved as (
    update bookings b set state = '${PENDING}', state_since = $2, version = version + 1 from due where b.id = due.id
    returning b.id, b.tenant_id, b.organisation_id),
  audited as (
    insert into audit (tenant_id, organisation_id, entity_type, entity_id, event, at, before, after, policy_version, evidence, calendar_version)
    select tenant_id, organisation_id, 'booking', id, 'sat', $2, '{"state":"active"}', '{"state":"${PENDING}"}', policy_version($2), '{}', calendar_version()
    from moved)
  select count(*)::int as many from moved`;
const countOf = (column: 'window_id' | 'day_id') => `
  select count(*)::int as pending from bookings where ${column} = $1 and state in ('pendingResult', 'resultIssued')`;
const COUNTS = { window_id: countOf('window_id'), day_id: countOf('day_id') };
const STATEMENTS = { window_id: statementOf('window_id'), day_id: statementOf('day_id') };

/**
 * Lets the next bookings of a window or a day that is over await their results, as of the instant at which it was (BKG-4); answers how many do by
 * then, or null where there may be more.
 */
export async function letAwaitResults(
  trx: Transaction,
  column: keyof typeof STATEMENTS,
  id: string,
  overFrom: Instant,
): Promise<number | null> {
  const [{ many }] = (await prepared<{ many: number }>(trx, `await-results-${column}`, STATEMENTS[column], [id, overFrom])) as [
    { many: number },
  ];
  if (many === AT_ONCE) return null;
  const [{ pending }] = (await prepared<{ pending: number }>(trx, `pending-${column}`, COUNTS[column], [id])) as [{ pending: number }];
  return pending;
}
