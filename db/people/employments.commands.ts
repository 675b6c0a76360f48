import { raw } from 'objection';
import { v7 as uuid } from 'uuid';
import { declarationOf, refusalsOf } from '../../domain/people/employment';
import { refusalOfLookUp } from '../../domain/people/look-up';
import type { Refusal } from '../../domain/refusal';
import { londonDate, type Instant, type LocalDate } from '../../domain/working-days';
import type { Keyring } from '../../platform/keys';
import { UserRow } from '../access/user.model';
import { leaveApplications } from '../applications/offers';
import { auditChanges } from '../core/audit.commands';
import { CommitRefused } from '../core/commit-refused';
import { prepared, type Transaction } from '../core/database';
import type { RequestedBy } from '../core/requests.commands';
import { NodeRow } from '../organisations/organisation.model';
import { EmploymentRow, PersonLookUpRow } from './employment.model';
import { isWhoWasLookedUp } from './look-ups.commands';
import { makePerson, type NewPerson } from './persons.commands';

/** A new person as an employer gives him: all of it (EMP-1). */
export type AddedPerson = Required<NewPerson>;
/** An employment to be made: of whom a look-up found, or of a new person after one that found nobody. */
export interface NewEmployment {
  lookUp: string;
  office: string;
  startedOn: LocalDate;
  person: AddedPerson | null;
}
/** Of which organisation a change is. */
interface About {
  tenant: string;
  organisation: string;
}
/** What became of one of those who were to leave. */
export interface Leaving {
  id: string;
  outcome: 'left' | 'notFound';
}

const IS_TAKEN = 'select is_ni_number_taken($1) as taken';

/**
 * Ties a person to an office, with the declaration in its words, who made it and when (EMP-1); answers the employment's identifier.
 * `offices` are the nodes at which the caller may add. Throws all refusals at once.
 */
export async function employ(
  trx: Transaction,
  about: About,
  asked: NewEmployment,
  { offices, ring }: { offices: string[] | null; ring: Keyring },
  by: RequestedBy,
  at: Instant,
): Promise<string> {
  const user = by.by.user_id;
  const lookUp = await PersonLookUpRow.query(trx).findById(asked.lookUp).forUpdate();
  const office = await officeWithin(trx, asked.office, offices);
  const kept = lookUp && { ...lookUp, user: lookUp.userId };
  const inLookUp = refusalOfLookUp(kept, { user, isNewPerson: asked.person !== null }, at);
  const situation = {
    today: londonDate(at),
    isOffice: office !== undefined,
    isNiNumberTaken: asked.person !== null && (await isTaken(trx, asked.person.niNumber)),
    isWhoWasLookedUp: inLookUp !== undefined || asked.person === null || isWhoWasLookedUp(ring, lookUp!, asked.person),
    isEmployed: inLookUp === undefined && lookUp!.personId !== null && (await isEmployed(trx, lookUp!.personId, about.organisation)),
  };
  refuseAny([...(inLookUp ? [inLookUp] : []), ...refusalsOf(asked, situation)]);
  const person = lookUp!.personId ?? (await makePerson(trx, about.tenant, asked.person!));
  const id = uuid();
  const declarer = await UserRow.query(trx).findById(user).throwIfNotFound();
  await EmploymentRow.query(trx).insert({
    id,
    tenantId: about.tenant,
    organisationId: about.organisation,
    nodeId: asked.office,
    personId: person,
    startedOn: asked.startedOn,
    declaration: declarationOf({ user: declarer.fullName, office: office!.name, startedOn: asked.startedOn }),
    declaredBy: user,
    declaredAt: at,
  });
  await lookUp!.$query(trx).patch({ usedAt: at });
  const made = { ...about, entity: { type: 'person', id: person }, event: 'made', at, before: null, after: {} };
  const employed = { person, office: asked.office, startedOn: asked.startedOn, lookUp: asked.lookUp };
  const started = { ...about, entity: { type: 'employment', id }, event: 'started', at, before: null, after: employed };
  await auditChanges(trx, asked.person ? [made, started] : [started], by);
  return id;
}

/** Ends employments as of today, each with its outcome: the employer's view ends at once, person and cards stay (EMP-3). */
export async function leave(
  trx: Transaction,
  about: About,
  ids: string[],
  offices: string[] | null,
  by: RequestedBy,
  at: Instant,
): Promise<Leaving[]> {
  const current = EmploymentRow.query(trx)
    .where({ organisation_id: about.organisation })
    .whereIn('id', ids)
    .whereNull('ended_on')
    .orderBy('id')
    .forNoKeyUpdate();
  if (offices) current.whereRaw('node_id in (select nodes_within(?::uuid[]))', [offices]);
  const rows = await current;
  const endedOn = londonDate(at);
  const found = rows.map(({ id }) => id);
  await leaveApplications(
    trx,
    about.organisation,
    rows.map(({ personId }) => personId),
    by,
    at,
  );
  await EmploymentRow.query(trx)
    .whereIn('id', found)
    .patch({ endedOn, version: raw('version + 1') });
  const changes = rows.map(({ id, personId }) => ({
    ...about,
    entity: { type: 'employment', id },
    event: 'left',
    at,
    before: null,
    after: { person: personId, endedOn },
  }));
  await auditChanges(trx, changes, by);
  return ids.map((id) => ({ id, outcome: found.includes(id) ? 'left' : 'notFound' }));
}

async function officeWithin(trx: Transaction, id: string, roots: string[] | null): Promise<NodeRow | undefined> {
  const query = NodeRow.query(trx).findById(id).where('kind', 'office');
  if (roots) query.whereRaw('id in (select nodes_within(?::uuid[]))', [roots]);
  return query;
}

async function isTaken(trx: Transaction, niNumber: string): Promise<boolean> {
  const [row] = await prepared<{ taken: boolean }>(trx, 'is-ni-number-taken', IS_TAKEN, [niNumber]);
  return row!.taken;
}

async function isEmployed(trx: Transaction, person: string, organisation: string): Promise<boolean> {
  const current = { person_id: person, organisation_id: organisation, ended_on: null };
  return (await EmploymentRow.query(trx).where(current).resultSize()) > 0;
}

function refuseAny(refusals: Refusal[]): void {
  if (refusals.length > 0) throw new CommitRefused(refusals);
}
