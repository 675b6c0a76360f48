import { v7 as uuid } from 'uuid';
import type { ProductVersion } from '../../domain/catalogue/product';
import { startOf } from '../../domain/processes';
import { send } from '../../domain/registration/registration.decide';
import { registration } from '../../domain/registration/registration.process';
import type { Begin } from '../../domain/registration/registration.state';
import { standsOf } from '../../domain/stands';
import type { Instant } from '../../domain/working-days';
import type { CleanFile } from '../../platform/file-content';
import type { Keyring } from '../../platform/keys';
import { keepFile } from '../access/offers';
import { currentCalendar } from '../core/calendars.queries';
import type { Transaction } from '../core/database';
import { policyInForce } from '../core/policies.queries';
import { recordStep } from '../core/record';
import type { RequestedBy } from '../core/requests.commands';
import { policyOnce } from '../core/rules';
import { wakeProcesses } from '../core/wakes';
import { RegistrationGroupRow, RegistrationRow, type RegistrationWay } from './registration.model';
import { registrationStore } from './registration.store';

interface About {
  tenant: string;
  organisation: string;
}
/** A file of learners that is kept until its registration ends. */
export interface SentLearners {
  way: Exclude<RegistrationWay, 'keyIn'>;
  file: CleanFile;
  hash: Buffer;
  ring: Keyring;
  isCheckOnly: boolean;
  /** Its learners' rows. */
  rows: number;
  /** Of a single file. */
  product: ProductVersion | null;
}

/** REG-7, REG-8: keeps a file, sealed, and opens its case in the same transaction; the relay, which wakes it, starts it from its row. Answers its identifier. */
export async function sendLearners(trx: Transaction, about: About, sent: SentLearners, asked: RequestedBy, at: Instant): Promise<string> {
  const id = uuid();
  const owner = { ...about, entity: { type: 'registration', id }, user: asked.by.user_id };
  const fileId = await keepFile(trx, owner, sent.file, sent.ring, asked, at);
  const { way, isCheckOnly, hash: fileHash, rows: rowsRead } = sent;
  const of = { id, way, isCheckOnly, fileId, fileName: sent.file.name, fileHash, rowsRead };
  await keepRegistration(trx, about, of, sent.product, asked, at);
  await open(trx, about, { id, isCheckOnly, isKeyedIn: false }, asked, at);
  return id;
}

/** REG-1: opens a registration whose learners are keyed in. Answers its identifier. */
export async function beginKeyIn(
  trx: Transaction,
  about: About,
  product: ProductVersion,
  asked: RequestedBy,
  at: Instant,
): Promise<string> {
  const id = uuid();
  await keepRegistration(trx, about, { id, way: 'keyIn', isCheckOnly: false }, product, asked, at);
  await open(trx, about, { id, isCheckOnly: false, isKeyedIn: true }, asked, at);
  return id;
}

async function keepRegistration(
  trx: Transaction,
  { tenant: tenantId, organisation: organisationId }: About,
  row: Partial<RegistrationRow> & { id: string },
  product: ProductVersion | null,
  { by }: RequestedBy,
  at: Instant,
): Promise<void> {
  const of = { tenantId, organisationId };
  await RegistrationRow.query(trx).insert({ ...row, ...of, madeBy: by.user_id, madeAt: at, state: 'none', stateSince: at });
  if (!product) return;
  const group = { id: uuid(), registrationId: row.id, position: 0, productCode: product.code, productId: product.product, faults: [] };
  await RegistrationGroupRow.query(trx).insert({ ...group, ...of });
}

async function open(
  trx: Transaction,
  { tenant, organisation }: About,
  { id, ...begin }: Begin & { id: string },
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  const process = startOf('registration', id, { owner: 'caseOperator', tenant, organisation, ...(await policyInForce(trx)) });
  const policy = await policyOnce(trx, tenant, process.policyVersion);
  const before = registration.empty(process, id);
  const facts = { checkedAt: null, openGroups: 0, removedAt: null, confirm: null, undo: null };
  const about = { at, policy, calendar: await currentCalendar(trx), by: asked.by.user_id, requestId: null, facts };
  const decision = send(before, begin, about);
  const standing = registration.standing(decision.next);
  const key = `${process.businessId}/send`;
  const step = { process, key, trigger: 'send', at, version: 1, changedVersion: 1, before, decision, standing, policy, asked };
  await registrationStore.write(trx, step);
  const of = { version: 1, reference: process.reference, tenant: '' };
  await recordStep(trx, step, {
    entity: registration.names.entity,
    body: begin,
    stands: standsOf(registration, decision.next, of),
  });
  await wakeProcesses(trx, [id]);
}
