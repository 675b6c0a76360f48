import { v7 as uuid } from 'uuid';
import { refuse } from '../../domain/refusal';
import type { Instant, LocalDate } from '../../domain/working-days';
import { UserRow } from '../access/user.model';
import { makeInvitation, takeSend } from '../access/offers';
import { auditChange } from '../core/audit.commands';
import { CommitRefused } from '../core/commit-refused';
import { prepared, type Transaction } from '../core/database';
import { numbersInForce } from '../core/policies.queries';
import { PersonRow } from './person.model';

/** Whoever applies, as the link in the mail of an application knows him (PER-1). */
export interface Applicant {
  tenant: string;
  person: string;
  /** Where his mails go: the address of his account, else that on record, else that of the application. */
  email: string;
  /** How his account stands; null where he has none. */
  account: UserRow['state'] | null;
}
/** What somebody claims an account by (PER-1). */
export interface AccountClaim {
  cardNumber: string;
  birthDate: LocalDate;
}
interface Found {
  tenant_id: string;
  person_id: string;
  email: string;
  account: UserRow['state'] | null;
}

const FIND = `
  select a.tenant_id, a.person_id, coalesce(u.email, p.email, a.email) as email, u.state as account
  from applications a join persons p on p.id = a.person_id left join users u on u.person_id = p.id
  where a.id = $1 and a.state not in ('completed', 'rejected', 'lapsed', 'declined', 'abandoned')`;

/** Whoever applies by an application that goes on; undefined for any other. */
export async function findApplicant(trx: Transaction, application: string): Promise<Applicant | undefined> {
  const [row] = await prepared<Found>(trx, 'find-applicant', FIND, [application]);
  return row && { tenant: row.tenant_id, person: row.person_id, email: row.email, account: row.account };
}

const HOLDER = `
  select p.tenant_id, p.id as person_id, coalesce(u.email, p.email) as email, u.state as account
  from cards c join persons p on p.id = c.person_id left join users u on u.person_id = p.id
  where upper(c.number) = upper($1) and p.birth_date = $2 and c.state = 'issued'`;

/**
 * PER-1: who knows a card's number and its holder's birth date has the holder sent a link, to the address on record, where the code goes as
 * well. Whoever does not know both, or asks for somebody with an account or without an address, leaves nothing behind.
 */
export async function claimAccount(trx: Transaction, { cardNumber, birthDate }: AccountClaim, at: Instant): Promise<void> {
  const [row] = await prepared<Found>(trx, 'find-card-holder', HOLDER, [cardNumber, birthDate]);
  if (!row?.email || row.account === 'active' || row.account === 'withdrawn') return;
  if (await UserRow.query(trx).whereRaw('lower(email) = lower(?)', [row.email]).whereNot('person_id', row.person_id).first()) return;
  const { tenant_id: tenant, person_id: person, email, account } = row;
  await openAccount(trx, { tenant, person, email, account }, null, at);
}

/**
 * PER-1: whoever applies gets an account, which stands for him alone, and the link to choose a password; who has one that he has not
 * activated gets another link. Throws a refusal where he has an active one, or the address is another account's.
 */
export async function openAccount(trx: Transaction, applicant: Applicant, mobile: string | null, at: Instant): Promise<void> {
  const { tenant, person, email } = applicant;
  if (applicant.account === 'active') throw refused('accountThere', 'You have an account already', 'Sign in with it.');
  if (applicant.account === 'withdrawn') throw refused('accountThere', 'Your account was withdrawn', 'Write to our staff.');
  const user = await UserRow.query(trx).findOne({ person_id: person }).forNoKeyUpdate();
  const id = user?.id ?? (await makeAccount(trx, applicant, mobile));
  if (!id) throw refused('emailTaken', `${email} is the address of another account`, 'Ask our staff to put your own address on record.');
  // Whoever asks so often is answered as ever, and nothing is sent: the newest link stands.
  if (await takeSend(trx, id, 'links', await numbersInForce(trx), at)) return;
  await makeInvitation(trx, { tenant, organisation: null, user: id, purpose: 'activation', madeBy: null }, at);
  const change = { event: 'invited', at, before: null, after: { role: 'individual', person } };
  await auditChange(trx, { tenant, entity: { type: 'user', id }, ...change }, null);
}

const MAKE = `
  insert into users (id, tenant_id, person_id, role, given_name, family_name, email, mobile, state)
  values ($1, $2, $3, 'individual', $4, $5, $6, $7, 'invited') on conflict (lower(email), tenant_id) do nothing returning id`;

async function makeAccount(trx: Transaction, { tenant, person, email }: Applicant, mobile: string | null): Promise<string | null> {
  const { givenName, familyName } = await PersonRow.query(trx).findById(person).throwIfNotFound();
  const values = [uuid(), tenant, person, givenName, familyName, email, mobile];
  const [made] = await prepared<{ id: string }>(trx, 'make-account', MAKE, values);
  return made?.id ?? null;
}

function refused(code: string, detail: string, remedy: string): CommitRefused {
  return new CommitRefused([refuse(code, 'PER-1', detail, remedy)]);
}
