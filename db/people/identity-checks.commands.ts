import { v7 as uuid } from 'uuid';
import { notCheckable, notContestable, notDecidable, type IdentityOutcome } from '../../domain/people/identity-check';
import type { Refusal } from '../../domain/refusal';
import type { Instant } from '../../domain/working-days';
import type { Keyring } from '../../platform/keys';
import { answerConsents, openFile, unknownPartners, type AnsweredConsents } from '../access/offers';
import { recheckOf } from '../applications/offers';
import { auditChange } from '../core/audit.commands';
import { CommitRefused } from '../core/commit-refused';
import type { Database, Transaction } from '../core/database';
import { askProvider } from '../core/outbox.commands';
import type { RequestedBy } from '../core/requests.commands';
import { PersonRow } from './person.model';
import { IdentityCheckRow, PhotoRow } from './photo.model';
import { isVerified, photoToVerify, verifyPhoto } from './photos.commands';

/** An application that waits, or not, until photo and identity of its person are verified. */
export interface CheckedFor {
  id: string;
  tenantId: string;
  organisationId: string;
  personId: string;
  state: string;
}
/** What the provider is told of a check. */
interface ToOpen {
  application: string;
  givenName: string;
  familyName: string;
  birthDate: string | null;
  photo: Buffer;
}

/**
 * IDV-1, CNS-1: the person answers what is asked of him and asks to be checked; one check of an application is open at a time. Throws
 * all refusals at once: nothing is awaited, there is no photo, a partner is unknown.
 */
export async function askCheck(
  trx: Transaction,
  application: CheckedFor,
  answered: AnsweredConsents,
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  const { isAwaited, photo } = await standing(trx, application, at);
  const refusal = notCheckable({ isAwaited, hasPhoto: photo !== undefined });
  const refusals = [...(refusal ? [refusal] : []), ...(await unknownPartners(trx, answered.partners))];
  if (refusals.length > 0) throw new CommitRefused(refusals);
  await answerConsents(trx, { tenant: application.tenantId, person: asked.by.user_id }, answered, asked, at);
  const check = uuid();
  const { id: applicationId, tenantId, personId } = application;
  const row = { id: check, tenantId, personId, applicationId, photoId: photo!.id, askedAt: at, askedBy: asked.by.user_id };
  const isOpen = await IdentityCheckRow.query(trx).findOne({ application_id: applicationId, outcome: null });
  if (isOpen) return;
  await IdentityCheckRow.query(trx).insert({ ...row, source: 'provider' });
  await askProvider(trx, { provider: 'identity', tenant: tenantId, about: applicationId, name: 'check', target: check });
  await audit(trx, application, 'identityAsked', { check, photo: photo!.id }, asked, at);
}

/** What the provider is told of a check that is still to be opened; null where it was decided, or its photo is gone. */
export async function checkToOpen(trx: Transaction, id: string, ring: Keyring): Promise<ToOpen | null> {
  const check = await IdentityCheckRow.query(trx).findById(id).throwIfNotFound();
  const { fileId } = await PhotoRow.query(trx).findById(check.photoId).throwIfNotFound();
  const { givenName, familyName, birthDate } = await PersonRow.query(trx).findById(check.personId).throwIfNotFound();
  const file = check.outcome === null ? await openFile(trx, fileId, ring) : null;
  return file && { application: check.applicationId, givenName, familyName, birthDate, photo: file.content };
}

/** The provider has opened a check: the person is checked at its page. */
export async function checkOpened(trx: Transaction, id: string, { id: providerId, url }: { id: string; url: string }): Promise<void> {
  await IdentityCheckRow.query(trx).findById(id).patch({ providerId, url });
}

/** The tenant of a check; null where it is none of ours. */
export async function tenantOfCheck(database: Database, id: string): Promise<string | null> {
  const { rows } = await database.raw('select identity_check_tenant(?) as tenant', [id]);
  return rows[0].tenant;
}

/** IDV-1: what came of a check, as the provider tells; the first that it tells stands. A pass verifies the photo that the check was about. */
export async function takeOutcome(trx: Transaction, id: string, outcome: IdentityOutcome, at: Instant): Promise<void> {
  const check = await IdentityCheckRow.query(trx).findById(id).forUpdate().throwIfNotFound();
  if (check.outcome !== null) return;
  await IdentityCheckRow.query(trx).findById(id).patch({ outcome, decidedAt: at });
  const { tenantId, personId, applicationId, photoId } = check;
  const of = { id: applicationId, tenantId, organisationId: null };
  await audit(trx, of, 'identityChecked', { check: id, outcome }, null, at);
  await became(trx, { personId, photoId, outcome }, at);
}

/**
 * IDV-1, AUT-1: a case operator decides by hand, with a reason: the photo is verified, or it is not. Throws a refusal where nothing
 * is awaited, there is no photo, or he decided himself what is contested.
 */
export async function decideByHand(
  trx: Transaction,
  application: CheckedFor,
  outcome: 'pass' | 'fail',
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  const { isAwaited, photo } = await standing(trx, application, at);
  const { user_id: by } = asked.by;
  const contested = await contestedLast(trx, application.id);
  refuseBy(notDecidable({ isAwaited, hasPhoto: photo !== undefined, contested, by }));
  const check = uuid();
  const { id: applicationId, tenantId, personId } = application;
  const row = { id: check, tenantId, personId, applicationId, photoId: photo!.id, askedAt: at, askedBy: by };
  await IdentityCheckRow.query(trx).insert({ ...row, source: 'operator', outcome, decidedAt: at, decidedBy: by });
  await audit(trx, application, 'identityDecided', { check, outcome }, asked, at);
  await became(trx, { personId, photoId: photo!.id, outcome }, at);
}

/** AUT-1: the person contests the decision about his photo: a case operator decides anew. Throws a refusal where there is none to contest. */
export async function contestCheck(trx: Transaction, application: CheckedFor, asked: RequestedBy, at: Instant): Promise<void> {
  const { last, isAwaited } = await standing(trx, application, at);
  if (!isAwaited) refuseBy(notContestable({ outcome: null, contestedAt: null }));
  refuseBy(notContestable({ outcome: last?.outcome ?? null, contestedAt: last?.contestedAt ?? null }));
  await IdentityCheckRow.query(trx).findById(last!.id).patch({ contestedAt: at });
  await audit(trx, application, 'identityContested', { check: last!.id }, asked, at);
  await recheckOf(trx, [application.personId], at);
}

/** The decision that was contested last and that nobody else has decided anew since; null where there is none: whoever took it does not decide again, however often the provider was asked meanwhile (AUT-1). */
async function contestedLast(trx: Transaction, application: string): Promise<{ decidedBy: string | null } | null> {
  const rows = await IdentityCheckRow.query(trx).where('application_id', application).whereNotNull('outcome').orderBy(['decided_at', 'id']);
  const contested = rows.filter(({ contestedAt }) => contestedAt).at(-1);
  if (!contested) return null;
  const anew = rows.some(
    ({ decidedBy, decidedAt }) => decidedBy !== null && decidedBy !== contested.decidedBy && decidedAt! >= contested.contestedAt!,
  );
  return anew ? null : contested;
}

async function became(
  trx: Transaction,
  { personId, photoId, outcome }: { personId: string; photoId: string; outcome: IdentityOutcome },
  at: Instant,
): Promise<void> {
  if (outcome === 'pass') await verifyPhoto(trx, photoId, at);
  await recheckOf(trx, [personId], at);
}

/** How an application stands by photo and identity: whether they are awaited, the photo to verify, and the decision that was taken last. */
async function standing(trx: Transaction, { id, personId, state }: CheckedFor, at: Instant) {
  const isAwaited = state === 'onHold' && !(await isVerified(trx, personId, at));
  const photo = await photoToVerify(trx, personId);
  const last = await IdentityCheckRow.query(trx)
    .where('application_id', id)
    .whereNotNull('outcome')
    .orderBy([
      { column: 'decided_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .first()
    .forUpdate();
  return { isAwaited, photo, last };
}

function audit(
  trx: Transaction,
  { id, tenantId: tenant, organisationId: organisation }: Pick<CheckedFor, 'id' | 'tenantId'> & { organisationId: string | null },
  event: string,
  after: object,
  asked: RequestedBy | null,
  at: Instant,
): Promise<void> {
  return auditChange(trx, { tenant, organisation, entity: { type: 'application', id }, event, at, before: null, after }, asked);
}

function refuseBy(refusal: Refusal | null): void {
  if (refusal) throw new CommitRefused([refusal]);
}
