import type { LearnerLife, NoticeDay, SentUln, TrailedChange } from '../../domain/learners/learner-events';
import type { LocalDate } from '../../domain/working-days';
import { UserRow } from '../access/user.model';
import { prepared, type Transaction } from '../core/database';
import { ProcessRow } from '../core/process.model';
import { policyOnce } from '../core/rules';
import { BatchRow, LearnerRow } from '../registration/batch.model';
import { RegistrationGroupRow, RegistrationRow } from '../registration/registration.model';
import { MailRow } from '../work/work.model';
import { LapseMailRow } from './lapse.model';
import { withAll } from './with-all';

/** What was undone with others stands in the trail of their registration. */
const TRAIL = `
  select event, utc_text(at) as at, user_id as by, reason, before, after from audit
  where entity_id = $1 or entity_id = $2 and at = $3::timestamptz and event in ('undone', 'lastUndone') order by seq`;
/** The ULN of an apprentice is sent once for all qualifications. */
const ULNS = `
  with chosen as (select id, bundle_batch_id, number from learners where id = $1)
  select utc_text(asked_at) as "askedAt", utc_text(ended_at) as "endedAt", outcome, coalesce(flags, '{}') as flags from uln_checks
  where learner_id in (${withAll('chosen')}) order by id`;

/** A mail about a learner's batch or registration: to whom it is written, and what came of it. */
export interface LearnerMail {
  mail: MailRow;
  /** The day of which a mail of the lapse tells. */
  day: LocalDate | null;
}
/** A user, of an organisation or of the staff. */
interface Person {
  name: string;
  email: string;
  organisation: string | null;
}
/** A learner with all that is told of his life, and whom it names. */
export interface LearnerStory {
  life: LearnerLife;
  organisation: string;
  mails: LearnerMail[];
  /** The centre's own, to whom mails of the batch go: its contact, and whoever registered it. */
  recipients: { name: string; email: string }[];
  /** Who did it, as far as the reader may see them. */
  people: Map<string, Person>;
}

/** What is known of a learner's life, or undefined where he is not in scope; nothing of anybody else (LAP-1, LRN-1..5, ULN-2, OPS-3). */
export async function learnerStory(trx: Transaction, id: string): Promise<LearnerStory | undefined> {
  const learner = await LearnerRow.query(trx).findById(id);
  if (!learner) return undefined;
  const { batchId, organisationId: organisation, registeredAt, lapsesOn, cameFromId } = learner;
  const registration = await registrationOf(trx, learner);
  const undoneAt = learner.state === 'undone' ? learner.stateSince : null;
  const trail = await prepared<TrailedChange>(trx, 'trail-of-learner', TRAIL, [id, registration?.id ?? null, undoneAt]);
  const batch = await BatchRow.query(trx).findById(batchId).throwIfNotFound();
  const registeredBy = registration?.madeBy ?? null;
  const named = [batch.registeredBy, registeredBy, ...trail.map(({ by }) => by)].flatMap((by) => by ?? []);
  const people = await peopleOf(trx, named);
  const life: LearnerLife = {
    ...{ learner: { registeredAt, lapsesOn }, registeredBy, isFollowing: cameFromId !== null },
    trail: trail.map((change) => (change.event === 'lastUndone' ? { ...change, event: 'undone' } : change)),
    ulns: await prepared<SentUln>(trx, 'ulns-of-learner', ULNS, [id]),
    notices: await noticesOf(trx, batch),
  };
  const mails = await mailsAbout(trx, learner, registration?.id ?? null);
  return { life, organisation, mails, people, recipients: recipientsOf(batch, people.get(batch.registeredBy)) };
}

async function registrationOf(trx: Transaction, { groupId }: LearnerRow): Promise<RegistrationRow | undefined> {
  const group = groupId ? await RegistrationGroupRow.query(trx).findById(groupId) : undefined;
  return group && RegistrationRow.query(trx).findById(group.registrationId);
}

function recipientsOf({ organisationId, contactName: name, contactEmail: email }: BatchRow, registrar: Person | undefined) {
  const isAnother = registrar?.organisation === organisationId && registrar.email !== email;
  return isAnother
    ? [
        { name, email },
        { name: registrar.name, email: registrar.email },
      ]
    : [{ name, email }];
}

/** The days on which a batch had notices, each with the numbers of the wait that was open then. */
async function noticesOf(trx: Transaction, { id, tenantId }: BatchRow): Promise<NoticeDay[]> {
  const days = await LapseMailRow.query(trx).where({ batch_id: id, what: 'notice' }).orderBy('day');
  const waits = await ProcessRow.query(trx).where({ kind: 'lapse', entity_id: id }).orderBy('opened_at', 'desc');
  const notices: NoticeDay[] = [];
  for (const { day } of days) {
    const wait = waits.find(({ openedAt }) => openedAt.slice(0, day.length) <= day) ?? waits.at(-1)!;
    notices.push({ day, policy: await policyOnce(trx, tenantId, wait.policyVersion) });
  }
  return notices;
}

async function mailsAbout(trx: Transaction, { batchId, bundleBatchId }: LearnerRow, registration: string | null): Promise<LearnerMail[]> {
  const batches = [batchId, ...(bundleBatchId ? [bundleBatchId] : [])];
  const about = registration ? [...batches, registration] : batches;
  const targets = batches.map((batch) => `batch/${batch}`);
  const rows = await MailRow.query(trx).whereIn('entity_id', about).whereIn('target', targets).orderBy('created_at');
  return rows.map((mail) => ({ mail, day: mail.facts['day'] ?? null }));
}

async function peopleOf(trx: Transaction, ids: string[]): Promise<Map<string, Person>> {
  const rows = await UserRow.query(trx).findByIds([...new Set(ids)]);
  return new Map(rows.map(({ id, fullName, email, organisationId }) => [id, { name: fullName, email, organisation: organisationId }]));
}
