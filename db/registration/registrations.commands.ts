import { v7 as uuid } from 'uuid';
import type { ProductVersion } from '../../domain/catalogue/product';
import { startOf } from '../../domain/processes';
import { send } from '../../domain/registration/registration.decide';
import { registration } from '../../domain/registration/registration.process';
import type { Begin } from '../../domain/registration/registration.state';
import type { Instant } from '../../domain/working-days';
import type { CleanFile } from '../../platform/file-content';
import type { Keyring } from '../../platform/keys';
import { keepFile } from '../access/offers';
import type { Transaction } from '../core/database';
import { openCase } from '../core/opening';
import { policyInForce } from '../core/policies.queries';
import type { RequestedBy } from '../core/requests.commands';
import { RegistrationGroupRow, RegistrationRow, type RegistrationWay } from './registration.model';
import { registrationRow } from './registration.store';

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
  const opening = { process, definition: registration, store: registrationRow, trigger: 'send', body: begin, decide: send };
  const facts = { checkedAt: null, openGroups: 0, removedAt: null, confirm: null, undo: null };
  await openCase(trx, { ...opening, facts, by: asked.by.user_id, changedVersion: 1 }, asked, at);
}
