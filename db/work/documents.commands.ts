import { raw } from 'objection';
import { v7 as uuid } from 'uuid';
import { startOf } from '../../domain/processes';
import { ask } from '../../domain/work/document.decide';
import { document } from '../../domain/work/document.process';
import type { DocumentWish } from '../../domain/work/document.state';
import type { Instant } from '../../domain/working-days';
import type { CleanFile } from '../../platform/file-content';
import type { Keyring } from '../../platform/keys';
import { keepFile } from '../access/offers';
import type { Transaction } from '../core/database';
import { openCase, openCases } from '../core/opening';
import { policyInForce } from '../core/policies.queries';
import type { RequestedBy } from '../core/requests.commands';
import { DocumentRow } from './document.model';
import { documentStore } from './document.store';

/** Who is to have what document; `by` is whoever it is sealed under. */
interface WishedDocument {
  tenant: string;
  organisation: string | null;
  wish: DocumentWish;
  by: string;
}

/** Asks for a document in the transaction that gives reason to (OPS-2), and answers its identifier: its case stands with it, and the relay, which wakes it, starts it from its row. */
export async function askForDocument(
  trx: Transaction,
  { tenant, organisation, wish, by }: WishedDocument,
  asked: RequestedBy | null,
  at: Instant,
): Promise<string> {
  const id = uuid();
  await openCase(trx, openingOf(id, { tenant, organisation, wish, by }, await policyInForce(trx)), asked, at);
  return id;
}

/** The same of many documents, in as many statements as one. */
export async function askForDocuments(
  trx: Transaction,
  wished: readonly WishedDocument[],
  asked: RequestedBy | null,
  at: Instant,
): Promise<void> {
  const policy = await policyInForce(trx);
  await openCases(
    trx,
    wished.map((each) => openingOf(uuid(), each, policy)),
    asked,
    at,
  );
}

function openingOf(id: string, { tenant, organisation, wish, by }: WishedDocument, { policyVersion }: { policyVersion: string }) {
  const process = startOf('document', id, { owner: 'finance', tenant, organisation, policyVersion });
  const opening = { process, definition: document, store: documentStore, trigger: 'ask', body: wish, decide: ask };
  return { ...opening, facts: { file: null }, by, changedVersion: 0 as const };
}

/** Counts a try and answers the document, with its file where it was made before. Throws NotFoundError where there is none such. */
export async function beginTry(trx: Transaction, id: string): Promise<DocumentRow> {
  const row = await DocumentRow.query(trx).findById(id).forUpdate().throwIfNotFound();
  if (row.fileId) return row;
  return row.$query(trx).patchAndFetch({ attempts: raw('attempts + 1') });
}

/** Keeps why a try came to nothing. */
export async function noteFailedTry(trx: Transaction, id: string, error: string): Promise<void> {
  await DocumentRow.query(trx).findById(id).patch({ lastError: error });
}

/**
 * Keeps what was made as the document's one file, and answers that file: under the row's lock, so that of two tries the first one
 * stands and the other's is dropped (OPS-4). It is sealed under the key of whoever asked for it (SEC-12).
 */
export async function keepDocument(trx: Transaction, id: string, file: CleanFile, ring: Keyring, at: Instant): Promise<string> {
  const row = await DocumentRow.query(trx).findById(id).forUpdate().throwIfNotFound();
  if (row.fileId) return row.fileId;
  const owner = { tenant: row.tenantId, organisation: row.organisationId, entity: { type: 'document', id }, user: row.requestedBy };
  const asked = { by: { user_id: row.requestedBy, request_id: row.requestId ?? undefined }, reason: null };
  const fileId = await keepFile(trx, owner, file, ring, asked, at);
  await row.$query(trx).patch({ fileId, lastError: null });
  return fileId;
}
