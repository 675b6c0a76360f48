import { raw } from 'objection';
import { NEVER } from '../../domain/life';
import type { LearnerStateName } from '../../domain/learners/learner.state';
import { reasonsToKeep } from './keeps';
import { BookingGroupRow } from '../bookings/booking.model';
import { prepared, type Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { RegistrationGroupRow, RegistrationLineRow, RegistrationRow } from './registration.model';

/** A group with how many lines it has, how many of them have faults, its batch's number, and what was booked with it (REG-17). */
export interface GroupDetails extends RegistrationGroupRow {
  lines: number;
  faulty: number;
  batchNumber: string | null;
  booked: BookingGroupRow[];
}

const COUNTS = `
  select g.id, count(l.id) filter (where l.removed_at is null)::int as lines,
    count(l.id) filter (where l.removed_at is null and l.faults @? '$[*] ? (@.isWarning == false)')::int as faulty,
    (select b.number from batches b where b.id = g.batch_id) as number
  from registration_groups g left join registration_lines l on l.group_id = g.id
  where g.id = any($1::uuid[]) group by g.id`;

const LEFT = `select id, number, group_id, state from learners where group_id = any($1::uuid[]) and state <> 'undone' order by number`;

/** Registrations, newest first, by state or all. */
export async function listRegistrations(
  trx: Transaction,
  filter: { state?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<RegistrationRow>> {
  const query = RegistrationRow.query(trx)
    .orderBy('id', 'desc')
    .limit(filter.limit + 1);
  if (filter.state) query.where('state', filter.state);
  if (filter.cursor) query.where('id', '<', decodeCursor(filter.cursor, 'id')[0]!);
  return page(await query, filter.limit, (last) => [last.id]);
}

/** A registration in scope, or undefined. */
export function findRegistration(trx: Transaction, id: string): Promise<RegistrationRow | undefined> {
  return RegistrationRow.query(trx).findById(id).execute();
}

/** The groups of a registration by their places, so many at most from one on, with their counts. */
export async function groupsOf(
  trx: Transaction,
  registration: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page<GroupDetails>> {
  const query = RegistrationGroupRow.query(trx)
    .where({ registration_id: registration })
    .orderBy('position')
    .limit(limit + 1);
  if (cursor) query.where('position', '>', Number(decodeCursor(cursor, 'place')[0]));
  const rows = await query;
  const counts = await prepared<{ id: string; lines: number; faulty: number; number: string | null }>(trx, 'group-counts', COUNTS, [
    rows.map(({ id }) => id),
  ]);
  const byId = new Map(counts.map((each) => [each.id, each]));
  const booked = await bookedWith(trx, rows);
  const details = rows.map((row) => {
    const { lines, faulty, number } = byId.get(row.id)!;
    return Object.assign(row, { lines, faulty, batchNumber: number, booked: booked.filter((each) => each.registrationGroupId === row.id) });
  });
  return page(details, limit, (last) => [String(last.position)]);
}

async function bookedWith(trx: Transaction, groups: readonly RegistrationGroupRow[]): Promise<BookingGroupRow[]> {
  const registered = groups.flatMap(({ id, registeredAt }) => (registeredAt ? id : []));
  if (registered.length === 0) return [];
  return BookingGroupRow.query(trx).whereIn('registration_group_id', registered).orderBy(['component', 'id']);
}

/** Groups with those of their learners who were not undone, and what depends on them (IMP-1). */
export async function keptInGroups<Group extends RegistrationGroupRow>(
  trx: Transaction,
  groups: readonly Group[],
): Promise<(Group & { kept: { number: string; why: string }[] })[]> {
  const undone = groups.flatMap(({ id, undoneAt }) => (undoneAt ? id : []));
  const left =
    undone.length > 0
      ? await prepared<{ id: string; number: string; group_id: string; state: LearnerStateName }>(trx, 'left-in-groups', LEFT, [undone])
      : [];
  // What kept somebody at one undoing does so at each later one.
  const last = groups.reduce((found, { undoneAt }) => (undoneAt && undoneAt > found ? undoneAt : found), NEVER);
  const reasons = await reasonsToKeep(trx, left, last);
  const of = (group: string) =>
    left.flatMap(({ id, number, group_id }) => (group_id === group && reasons.has(id) ? { number, why: reasons.get(id)! } : []));
  return groups.map((group) => Object.assign(group, { kept: of(group.id) }));
}

/** The lines of a registration by row, removed ones too where they are asked for; of a group, or those with faults alone. */
export async function linesOf(
  trx: Transaction,
  registration: string,
  filter: { group?: string | undefined; faulty?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<RegistrationLineRow>> {
  const query = RegistrationLineRow.query(trx)
    .where({ registration_id: registration })
    .whereNull('removed_at')
    .orderBy(['row', 'id'])
    .limit(filter.limit + 1);
  if (filter.group) query.where('group_id', filter.group);
  if (filter.faulty === 'true') query.where(raw(`faults @\\? '$[*] \\? (@.isWarning == false)'`));
  if (filter.cursor) query.whereRaw('(row, id) > (?::int, ?::uuid)', decodeCursor(filter.cursor, 'place', 'id'));
  return page(await query, filter.limit, (last) => [String(last.row), last.id]);
}

/** A line in scope, or undefined. */
export function findLine(trx: Transaction, id: string): Promise<RegistrationLineRow | undefined> {
  return RegistrationLineRow.query(trx).findById(id).execute();
}

/** All lines of a registration by row, with what is wrong with each: what its file comes back with (IMP-1). */
export function allLines(trx: Transaction, registration: string): Promise<RegistrationLineRow[]> {
  return RegistrationLineRow.query(trx).where({ registration_id: registration }).whereNull('removed_at').orderBy(['row', 'id']).execute();
}

/** All groups of a registration by their places. */
export function allGroups(trx: Transaction, registration: string): Promise<RegistrationGroupRow[]> {
  return RegistrationGroupRow.query(trx).where({ registration_id: registration }).orderBy('position').execute();
}
