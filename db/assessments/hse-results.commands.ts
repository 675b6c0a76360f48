import { raw } from 'objection';
import { v7 as uuid } from 'uuid';
import { expiryOf } from '../../domain/assessments/hse-record';
import { faultsOfResult, type HseResult, type HseSource } from '../../domain/assessments/hse-result';
import type { Policy } from '../../domain/policy';
import { refuse } from '../../domain/refusal';
import { dueIn } from '../../domain/counts';
import type { Instant } from '../../domain/working-days';
import { recheckOf } from '../applications/offers';
import { auditChange } from '../core/audit.commands';
import { CommitRefused } from '../core/commit-refused';
import type { Transaction } from '../core/database';
import { currentCalendar } from '../core/calendars.queries';
import type { RequestedBy } from '../core/requests.commands';
import { PersonRow } from '../people/person.model';
import { WorkItemRow } from '../work/work.model';
import { HseResultRow, ReceivedRecordRow } from './hse-result.model';

/** The case operators' task about a result that is nobody's whom we know. */
const MATCH = 'matchResult';

/** Where results go: whose scheme, where they come from, what numbers run, and who brought them, if anybody did. */
export interface Bringing {
  tenant: string;
  source: HseSource;
  policy: Policy;
  asked: RequestedBy | null;
}

/**
 * Takes a result, once for its number (HSE-5): it becomes the record of the one person whom it names, and that person's applications
 * look at it; else it is a task. Answers its identifier, the known one where the same came before. Throws a refusal where another
 * result has its number.
 */
export async function takeResult(trx: Transaction, bringing: Bringing, result: HseResult, at: Instant): Promise<string> {
  const { tenant, source, asked } = bringing;
  const faults = faultsOfResult(result, at);
  if (faults.length > 0) throw new CommitRefused(faults);
  const id = uuid();
  const { number, person: personNumber, givenName, familyName, birthDate, takenOn, mode, result: outcome } = result;
  await HseResultRow.query(trx)
    .insert({
      ...{ id, tenantId: tenant, number, personNumber, givenName, familyName, birthDate, takenOn, mode, result: outcome },
      ...{ source, receivedAt: at, state: 'unmatched' },
    })
    .onConflict(raw('(tenant_id, upper(number))'))
    .ignore();
  if (!(await HseResultRow.query(trx).findById(id))) return repeated(trx, result);
  await auditChange(trx, { tenant, ...about(id), event: 'received', at, before: null, after: { source, result: outcome } }, asked);
  const persons = await personsOf(trx, result);
  if (persons.length === 1) await become(trx, bringing, id, persons[0]!, at);
  else await askWhose(trx, bringing, id, at);
  return id;
}

/** HSE-5: a case operator says whose a result is that named nobody whom we know. Throws a refusal where it is somebody's already, or nobody has the number. */
export async function matchResult(trx: Transaction, bringing: Bringing, id: string, person: string, at: Instant): Promise<void> {
  const row = await HseResultRow.query(trx).findById(id).forUpdate().throwIfNotFound();
  if (row.state === 'recorded') throw refused('decided', 'This result is on record already', 'Read it again.');
  const found = await PersonRow.query(trx).findOne({ number: person });
  if (!found) throw refused('person', 'Nobody has this registration number', 'Take it from the person’s record.', '/person');
  await become(trx, bringing, id, found.id, at);
  await WorkItemRow.query(trx).where({ entity_id: id, task: MATCH }).whereNull('closed_at').patch({ closedAt: at, closedBy: 'matched' });
}

async function repeated(trx: Transaction, { number, takenOn, mode, result }: HseResult): Promise<string> {
  const known = await HseResultRow.query(trx).whereRaw('upper(number) = upper(?)', [number]).first().throwIfNotFound();
  if (known.takenOn === takenOn && known.mode === mode && known.result === result) return known.id;
  throw refused('alreadyTaken', 'Another result came under this number', 'The first one stands. Check the number.', '/number');
}

/** Everybody whom a result may be of: by registration number, else by full name, compared without accents and marks, and birth date. */
async function personsOf(trx: Transaction, { person, givenName, familyName, birthDate }: HseResult): Promise<string[]> {
  const query = PersonRow.query(trx).select('id').limit(2);
  if (person) query.where({ number: person });
  else
    query
      .where({ birth_date: birthDate })
      .whereRaw('family_key = name_key(?)', [familyName])
      .whereRaw('name_key(given_name) = name_key(?)', [givenName]);
  return (await query).map(({ id }) => id);
}

async function become(trx: Transaction, { tenant, policy, asked }: Bringing, id: string, personId: string, at: Instant): Promise<void> {
  const { number, takenOn, mode, result, source } = await HseResultRow.query(trx).findById(id).throwIfNotFound();
  const recordId = uuid();
  const expiresOn = result === 'pass' ? expiryOf(takenOn, policy.hse.passYears) : takenOn;
  const record = { id: recordId, tenantId: tenant, personId, number, takenOn, expiresOn, mode, result, source, receivedAt: at };
  await ReceivedRecordRow.query(trx).insert(record).onConflict(raw('(tenant_id, upper(number))')).ignore();
  if (!(await ReceivedRecordRow.query(trx).findById(recordId)))
    throw refused('alreadyTaken', 'An assessment of this number is on record already', 'Check the number.', '/number');
  await HseResultRow.query(trx)
    .findById(id)
    .patch({ state: 'recorded', recordId, version: raw('version + 1') });
  await auditChange(
    trx,
    { tenant, ...about(id), event: 'recorded', at, before: null, after: { record: recordId, person: personId } },
    asked,
  );
  await recheckOf(trx, [personId], at);
}

async function askWhose(trx: Transaction, { tenant, policy }: Bringing, entityId: string, at: Instant): Promise<void> {
  const due = dueIn(at, policy.hse.decisionWorkingDays, await currentCalendar(trx));
  const task = { queue: 'caseOperator', task: MATCH, entityType: 'hse-result', entityId, ...due, openedAt: at };
  await WorkItemRow.query(trx).insert({ ...task, id: uuid(), tenantId: tenant });
}

function about(id: string) {
  return { entity: { type: 'hse-result', id } };
}

function refused(code: string, detail: string, remedy: string, place = ''): CommitRefused {
  return new CommitRefused([refuse(code, 'HSE-5', detail, remedy, place)]);
}
