import { UserRow } from '../access/user.model';
import type { Transaction } from '../core/database';
import type { RequestedBy } from '../core/requests.commands';

/** Who is written to about a batch: as told, else whoever registers it (REG-10). */
export async function contactOf(trx: Transaction, { by, body }: RequestedBy): Promise<{ name: string; email: string }> {
  const { contactName, contactEmail } = body as { contactName?: string; contactEmail?: string };
  const own = await ownContact(trx, by.user_id);
  return { name: contactName ?? own.name, email: contactEmail ?? own.email };
}

/** A user's own name and address, as a form is filled in beforehand (REG-10). */
export async function ownContact(trx: Transaction, user: string): Promise<{ name: string; email: string }> {
  const { fullName, email } = await UserRow.query(trx).findById(user).throwIfNotFound();
  return { name: fullName, email };
}
