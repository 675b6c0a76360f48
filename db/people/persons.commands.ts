import { v7 as uuid } from 'uuid';
import type { Gender } from '../../domain/people/genders';
import type { LocalDate } from '../../domain/working-days';
import { UserRow } from '../access/user.model';
import { prepared, type Transaction } from '../core/database';

/** A person to be made; of one who had an account first no more than the names is known. */
export interface NewPerson {
  givenName: string;
  familyName: string;
  title?: string;
  birthDate?: LocalDate;
  niNumber?: string;
  gender?: Gender;
}

const MAKE = `
  insert into persons (id, tenant_id, title, given_name, family_name, birth_date, ni_number, gender) values ($1, $2, $3, $4, $5, $6, $7, $8)`;

/** Makes a person under a registration number of his own; answers his identifier (PER-1). Who may not see him yet may make him all the same. */
export async function makePerson(trx: Transaction, tenant: string, person: NewPerson): Promise<string> {
  const id = uuid();
  const { title = null, givenName, familyName, birthDate = null, niNumber = null, gender = null } = person;
  await prepared(trx, 'make-person', MAKE, [id, tenant, title, givenName, familyName, birthDate, niNumber, gender]);
  return id;
}

/** The person whom a user's account stands for; who has none yet becomes one under the account's names (PER-1). */
export async function personOfUser(trx: Transaction, tenant: string, user: string): Promise<string> {
  const { personId, givenName, familyName } = await UserRow.query(trx).findById(user).forNoKeyUpdate().throwIfNotFound();
  if (personId) return personId;
  const made = await makePerson(trx, tenant, { givenName, familyName });
  await UserRow.query(trx).findById(user).patch({ personId: made });
  return made;
}
