import { v7 as uuid } from 'uuid';
import type { Entered } from '../../domain/qualifications/awarding-body';
import { notGivenMore } from '../../domain/qualifications/qualification.decide';
import type { Instant } from '../../domain/working-days';
import { startOf } from '../../domain/processes';
import type { CleanFile } from '../../platform/file-content';
import type { Keyring } from '../../platform/keys';
import { keepPersonsFile } from '../access/offers';
import { recheckOf } from '../applications/offers';
import { auditChange } from '../core/audit.commands';
import { CommitRefused } from '../core/commit-refused';
import type { Transaction } from '../core/database';
import { lockRow } from '../core/edits';
import { startProcess } from '../core/outbox.commands';
import { policyInForce } from '../core/policies.queries';
import type { RequestedBy } from '../core/requests.commands';
import { wakeProcesses } from '../core/wakes';
import { GivingRow, QualificationRow } from './qualification.model';

/** What is given: a document to be read, or the details of a certificate of a kind. */
export type Given = { file: CleanFile; ring: Keyring } | { kind: string; entry: Entered };
interface About {
  tenant: string;
  /** The employer that gives it; null where it is given by nobody's. */
  organisation: string | null;
  /** Whose qualification it is. */
  person: string;
}

/** QUA-1: makes a qualification of what is given for a person; the relay starts its case. Answers its identifier. */
export async function giveQualification(
  trx: Transaction,
  { tenant, organisation, person }: About,
  given: Given,
  asked: RequestedBy,
  at: Instant,
): Promise<string> {
  const id = uuid();
  await QualificationRow.query(trx).insert({
    ...{ id, tenantId: tenant, personId: person, organisationId: organisation, givenAt: at, state: 'none', stateSince: at },
    kind: 'kind' in given ? given.kind : null,
  });
  await keepGiving(trx, { id, tenant, organisation, person, round: 1 }, given, asked, at);
  const of = { owner: 'caseOperator', tenant, organisation, ...(await policyInForce(trx)) };
  await startProcess(trx, id, startOf('qualification', id, of));
  await recheckOf(trx, [person], at);
  return id;
}

/** QUA-1: gives another document, or the details, where they are asked for, by whoever employs the person now; its case hears of it. Throws a refusal where nothing is asked. */
export async function giveMore(
  trx: Transaction,
  { id, organisation }: { id: string; organisation: string | null },
  given: Given,
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  const row = await lockRow(trx, QualificationRow, id);
  const { round, givenAt } = await GivingRow.query(trx).where({ qualification_id: id }).orderBy('round', 'desc').first().throwIfNotFound();
  const refusal = notGivenMore(row, givenAt);
  if (refusal) throw new CommitRefused([refusal]);
  const { tenantId: tenant, personId: person } = row;
  await keepGiving(trx, { id, tenant, organisation, person, round: round + 1 }, given, asked, at);
  await wakeProcesses(trx, [id]);
}

async function keepGiving(
  trx: Transaction,
  { id, tenant, organisation, person, round }: About & { id: string; round: number },
  given: Given,
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  const entity = { type: 'qualification', id };
  const of = { id: uuid(), tenantId: tenant, qualificationId: id, round, givenBy: asked.by.user_id, givenAt: at };
  if ('file' in given) {
    const fileId = await keepPersonsFile(trx, { tenant, organisation, entity, person }, given.file, given.ring, asked, at);
    await GivingRow.query(trx).insert({ ...of, source: 'document', fileId });
  } else await GivingRow.query(trx).insert({ ...of, source: 'details', kind: given.kind, entry: given.entry });
  const change = { event: 'given', at, before: null, after: { round, source: 'file' in given ? 'document' : 'details' } };
  await auditChange(trx, { tenant, organisation, entity, ...change }, asked);
}
