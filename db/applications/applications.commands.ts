import { raw } from 'objection';
import { v7 as uuid } from 'uuid';
import type { CardType } from '../../domain/applications/card-types';
import { draftState, notEditable } from '../../domain/applications/drafts';
import type { HseChoice } from '../../domain/applications/requirements';
import { cardBefore, notStartable, type Purpose } from '../../domain/applications/purposes';
import { ENDS } from '../../domain/applications/states';
import type { Policy } from '../../domain/policy';
import { refuse, type Refusal } from '../../domain/refusal';
import { londonDate, type Instant } from '../../domain/working-days';
import { auditChange, auditChanges } from '../core/audit.commands';
import { CommitRefused } from '../core/commit-refused';
import type { Transaction } from '../core/database';
import { lockRow } from '../core/edits';
import type { RequestedBy } from '../core/requests.commands';
import { wakeProcesses } from '../core/wakes';
import { findEmployee, holdEmployees } from '../people/offers';
import { factsOf } from './application-facts.queries';
import { ApplicationRow } from './application.model';
import { findOccupation } from './occupations.queries';

/** Of whom an application is started, and for which card (APP-1). */
export interface Started {
  employee: string;
  cardType: CardType;
  purpose?: Purpose;
}
/** What is filled in, as it is edited: null where nothing is yet (APP-2). */
export interface FilledIn {
  phone: string | null;
  email: string | null;
  hseChoice: HseChoice | null;
  occupation: string | null;
  grade: string | null;
  moreOccupations: string[];
}
interface About {
  tenant: string;
  organisation: string;
  /** The nodes at which the caller may fill in; everywhere in scope with null. */
  nodes: string[] | null;
  policy: Pick<Policy, 'cards'>;
}

/** Starts applications for several employees at once, all or none (APP-1); answers their identifiers. Throws every refusal at once. */
export async function startApplications(
  trx: Transaction,
  about: About,
  started: Started[],
  asked: RequestedBy,
  at: Instant,
): Promise<string[]> {
  const { tenant, organisation } = about;
  const { cards } = about.policy;
  const faults: Refusal[] = [];
  const ids: string[] = [];
  await holdEmployees(
    trx,
    started.map(({ employee }) => employee),
  );
  for (const [index, { employee, cardType, purpose = 'initial' }] of started.entries()) {
    const found = await findEmployee(trx, employee, about, londonDate(at));
    if (!found) {
      faults.push(
        refuse(
          'employee',
          'APP-1',
          'There is no such employee for you',
          'Take one from GET /v1/employees.',
          `/applications/${index}/employee`,
        ),
      );
      continue;
    }
    const { personId, nodeId } = found.employment;
    const id = uuid();
    const refusal = notStartable({ cardType, purpose }, found.goneOnFrom, londonDate(at), cards);
    if (refusal) faults.push({ ...refusal, place: `/applications/${index}${refusal.place}` });
    // What the card says is what the next one says, unless it is filled in otherwise.
    const before = purpose === 'initial' ? undefined : cardBefore(found.goneOnFrom, cardType);
    const { occupation = null, grade = null } = before ?? {};
    await ApplicationRow.query(trx)
      .insert({
        ...{ id, tenantId: tenant, organisationId: organisation, nodeId, personId, cardType, purpose, occupation, grade },
        ...{ formChangedAt: at, createdAt: at, createdBy: asked.by.user_id, state: 'beingCompleted', stateSince: at },
      })
      .onConflict(raw(`(tenant_id, person_id, card_type) where state not in (${ENDS.map((state) => `'${state}'`).join(', ')})`))
      .ignore();
    if (!(await ApplicationRow.query(trx).findById(id))) faults.push(alreadyOpen(index));
    ids.push(id);
  }
  if (faults.length > 0) throw new CommitRefused(faults);
  const changes = ids.map((id, index) => ({
    ...{ tenant, organisation, entity: { type: 'application', id }, event: 'started', at },
    ...{ before: null, after: { cardType: started[index]!.cardType, purpose: started[index]!.purpose ?? 'initial' } },
  }));
  await auditChanges(trx, changes, asked);
  return ids;
}

/** Keeps what was filled in (APP-2): a draft is ready or not by it, one that was un-finalised hears of it. Throws what is refused. */
export async function fillIn(trx: Transaction, id: string, filled: FilledIn, asked: RequestedBy, at: Instant): Promise<void> {
  const row = await lockRow(trx, ApplicationRow, id);
  const refusal = notEditable(row.state) ?? (await unknownOccupation(trx, filled, at));
  if (refusal) throw new CommitRefused([refusal]);
  await ApplicationRow.query(trx)
    .findById(id)
    .patch({ ...filled, formVersion: raw('form_version + 1'), formChangedAt: at });
  // The trail says what was changed, not the texts: they are the person's.
  const changed = (Object.keys(filled) as (keyof FilledIn)[]).filter((name) => String(filled[name]) !== String(row[name]));
  const entity = { type: 'application', id };
  const { tenantId: tenant, organisationId: organisation } = row;
  await auditChange(trx, { tenant, organisation, entity, event: 'filledIn', at, before: null, after: { changed } }, asked);
  await recheck(trx, id, at);
}

/** Looks at the requirements again (APP-2): a draft is ready or not by them; where there is a case, it looks at them itself. */
export async function recheck(trx: Transaction, id: string, at: Instant): Promise<void> {
  const row = await lockRow(trx, ApplicationRow, id);
  if (row.version > 0) return wakeProcesses(trx, [id]);
  if (notEditable(row.state)) return;
  const state = draftState((await factsOf(trx, [id], at)).get(id)!);
  if (state !== row.state) await ApplicationRow.query(trx).findById(id).patch({ state, stateSince: at });
}

/** APP-10: abandons a draft that nobody has finalised yet. Throws a refusal where it has ended, or where a case has it by now. */
export async function discard(trx: Transaction, id: string, asked: RequestedBy, at: Instant): Promise<void> {
  const row = await lockRow(trx, ApplicationRow, id);
  const refusal = row.version > 0 ? refuse('finalised', 'APP-4', 'It was finalised meanwhile', 'Ask again.') : notEditable(row.state);
  if (refusal) throw new CommitRefused([refusal]);
  await abandonDraft(trx, row, asked, at);
}

/**
 * EMP-3, APP-10: employees leave an employer: their drafts are abandoned, every other open application hears of it. While they are still
 * employed: the employer sees none of it afterwards.
 */
export async function leaveApplications(
  trx: Transaction,
  organisation: string,
  persons: string[],
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  const rows = await ApplicationRow.query(trx)
    .where({ organisation_id: organisation })
    .whereIn('person_id', persons)
    .whereNotIn('state', ENDS)
    .orderBy('id')
    .forNoKeyUpdate();
  for (const draft of rows.filter(({ version }) => version === 0)) await abandonDraft(trx, draft, asked, at);
  const ids = rows.filter(({ version }) => version > 0).map(({ id }) => id);
  await ApplicationRow.query(trx).findByIds(ids).patch({ leftAt: at });
  await wakeProcesses(trx, ids);
}

async function abandonDraft(trx: Transaction, row: ApplicationRow, asked: RequestedBy, at: Instant): Promise<void> {
  const { id, tenantId: tenant, organisationId: organisation, state } = row;
  await ApplicationRow.query(trx).findById(id).patch({ state: 'abandoned', stateSince: at, historyAt: at });
  const change = { event: 'abandoned', at, before: { state }, after: { state: 'abandoned' } };
  await auditChange(trx, { tenant, organisation, entity: { type: 'application', id }, ...change }, asked);
}

async function unknownOccupation(trx: Transaction, { occupation, grade }: FilledIn, at: Instant): Promise<Refusal | null> {
  if (!occupation || (await findOccupation(trx, occupation, grade, londonDate(at)))) return null;
  const remedy = 'Take occupation and grade from GET /v1/occupations.';
  return refuse('occupation', 'APP-9', 'There is no such occupation with this grade today', remedy, '/occupation');
}

function alreadyOpen(index: number): Refusal {
  const detail = 'The person has an open application for this type of card';
  return refuse('alreadyOpen', 'APP-1', detail, 'Go on with that one, or abandon it first.', `/applications/${index}`);
}
