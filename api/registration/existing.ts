import { may } from '../../domain/access/permissions';
import type { Transaction } from '../../db/core/database';
import { ownContact } from '../../db/registration/contacts.queries';
import { findRegistration, groupsOf, keptInGroups } from '../../db/registration/registrations.queries';
import type { RegistrationRow } from '../../db/registration/registration.model';
import type { Caller } from '../../platform/scope';
import { missingPermission, notFound } from '../core/problems';
import { rightFor, undoHoursOf, type ShownRegistration } from './registrations.representations';

const FIRST_GROUPS = 200;

/** A registration as it is shown, or undefined. */
export async function shownRegistration(trx: Transaction, id: string, caller: Caller): Promise<ShownRegistration | undefined> {
  const row = await findRegistration(trx, id);
  if (!row) return undefined;
  const { items } = await groupsOf(trx, id, { limit: FIRST_GROUPS });
  const groups = await keptInGroups(trx, items);
  return { row, groups, contact: await ownContact(trx, caller.user), undoHours: undoHoursOf(caller) };
}

/** A registration that the caller may work on. Throws 404 where it is none of his centre's, 403 where he lacks the right of its way (REG-1). */
export async function workedOn(trx: Transaction, id: string, caller: Caller): Promise<RegistrationRow> {
  const row = await findRegistration(trx, id);
  if (!row) throw notFound();
  insistOnWay(caller, row);
  return row;
}

/** Insists on the right of a registration's way; what is only checked, either right may (REG-1). */
export function insistOnWay(caller: Caller, { way, isCheckOnly }: Pick<RegistrationRow, 'way' | 'isCheckOnly'>): void {
  if (!isCheckOnly && !may(caller, rightFor(way))) throw missingPermission(rightFor(way));
}
