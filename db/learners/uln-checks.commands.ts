import { v7 as uuid } from 'uuid';
import { sent } from '../../domain/learners/uln-check.decide';
import type { UlnFlag } from '../../domain/learners/uln-flags';
import type { Gender } from '../../domain/registration/learner';
import { startOf } from '../../domain/processes';
import type { Instant } from '../../domain/working-days';
import { auditChanges } from '../core/audit.commands';
import { currentCalendar } from '../core/calendars.queries';
import { prepared, type Transaction } from '../core/database';
import { policyInForce } from '../core/policies.queries';
import type { RequestedBy } from '../core/requests.commands';
import { openRows } from '../core/rows';
import { policyOnce } from '../core/rules';
import { wakeProcesses } from '../core/wakes';
import { GONE_FOR_GOOD } from '../registration/offers';
import { UlnSubmissionRow } from './uln.model';
import { withAll } from './with-all';

const SUPERSEDE = `
  with chosen as (select id, bundle_batch_id, number from learners where id = any($1::uuid[]))
  update uln_checks set outcome = 'superseded', ended_at = $2 where outcome is null and learner_id in (${withAll('chosen')}) returning submission_id as id`;
const SEND = `
  with chosen as (
    select distinct on (coalesce(bundle_batch_id, id), number) id, bundle_batch_id, number, tenant_id, organisation_id, identity_version
    from learners where id = any($1::uuid[]) and uln is not null order by coalesce(bundle_batch_id, id), number, id
  ), checks as (
    insert into uln_checks (id, tenant_id, organisation_id, submission_id, learner_id, identity_version, asked_at)
    select uuidv7(), tenant_id, organisation_id, $2, id, identity_version, $3 from chosen returning id, tenant_id, organisation_id, learner_id
  ), marked as (
    update learners set uln_state = 'sent', uln_flags = '{}', version = version + 1 where id in (${withAll('chosen')}) and uln is not null
  ), told as (
    insert into outbox (id, tenant_id, organisation_id, kind, entity_id, name, target, facts)
    select uuidv7(), tenant_id, organisation_id, 'lrs', learner_id, 'verify', id::text, '{}' from checks
  )
  select count(*)::int as asked from checks`;
const TO_VERIFY = `
  select c.submission_id as submission, c.identity_version = l.identity_version and l.state not in (${GONE_FOR_GOOD}) as "isCurrent", l.uln, l.forename as "givenName", l.surname as "familyName",
    l.birth_date as "birthDate", l.gender
  from uln_checks c join learners l on l.id = c.learner_id where c.id = $1 and c.outcome is null and c.flags is null`;
const KEEP = `update uln_checks set flags = $2 where id = $1 and outcome is null and flags is null returning submission_id as id`;
/** What was answered, or will not be. */
const TO_TAKE = `c.submission_id = $1 and c.outcome is null
    and (c.flags is not null or c.identity_version <> l.identity_version or l.state in (${GONE_FOR_GOOD}))`;
const LOCK = `
  with chosen as (
    select l.id, l.bundle_batch_id, l.number from uln_checks c join learners l on l.id = c.learner_id
    where ${TO_TAKE} order by c.learner_id limit $2)
  select id from learners where id in (${withAll('chosen')}) order by id for no key update`;
const ANSWERED = `
  select c.id, c.learner_id as learner, c.flags, c.organisation_id as organisation, l.uln_state as before,
    c.identity_version = l.identity_version and l.uln_state = 'sent' and l.state not in (${GONE_FOR_GOOD}) as "isCurrent"
  from uln_checks c join learners l on l.id = c.learner_id
  where ${TO_TAKE}
  order by c.learner_id limit $2`;
const END = `
  update uln_checks c set outcome = e.outcome, ended_at = $2 from jsonb_to_recordset($1::jsonb) as e(id uuid, outcome text) where c.id = e.id and c.outcome is null returning c.id`;
const TELL = `
  with told as materialized (select * from jsonb_to_recordset($1::jsonb) as e(learner uuid, outcome text, flags text[])),
  chosen as (select l.id, l.bundle_batch_id, l.number, l.uln, t.outcome, t.flags from told t join learners l on l.id = t.learner),
  rows as (
    select id, uln, outcome, flags from chosen
    union select o.id, s.uln, s.outcome, s.flags from chosen s join learners o on o.bundle_batch_id = s.bundle_batch_id and o.number = s.number)
  update learners o set uln_state = r.outcome, uln_flags = r.flags, version = o.version + 1
  from rows r where o.id = r.id and o.uln = r.uln and o.uln_state = 'sent'`;
const AWAITED_OF = 'select distinct submission_id as id from uln_checks where outcome is null and learner_id = any($1::uuid[])';
const AWAITED = 'select count(*)::int as awaited from uln_checks where submission_id = $1 and outcome is null';

/** What the Learning Records Service is told of a learner. */
export interface ToVerify {
  uln: string;
  givenName: string;
  familyName: string;
  birthDate: string;
  gender: Gender;
}

/**
 * Sends the ULNs of learners to the Learning Records Service, those who have none left out: a submission of their own waits for the
 * answers (ULN-1). What was sent of them before and is unanswered is awaited no longer.
 */
export async function submitUlns(
  trx: Transaction,
  { tenant, organisation }: { tenant: string; organisation: string },
  learners: string[],
  asked: RequestedBy | null,
  at: Instant,
): Promise<void> {
  const superseded = await prepared<{ id: string }>(trx, 'supersede-uln-checks', SUPERSEDE, [learners, at]);
  const id = uuid();
  await UlnSubmissionRow.query(trx).insert({ id, tenantId: tenant, organisationId: organisation, madeAt: at });
  const [{ asked: many }] = (await prepared<{ asked: number }>(trx, 'send-ulns', SEND, [learners, id, at])) as [{ asked: number }];
  await wakeProcesses(trx, [...new Set(superseded.map((submission) => submission.id))]);
  if (many === 0) return;
  const { policyVersion } = await policyInForce(trx);
  const progress = sent(many, at, await policyOnce(trx, tenant, policyVersion), await currentCalendar(trx));
  await openRows(trx, startOf('uln-check', id, { owner: 'caseOperator', tenant, organisation, policyVersion }), progress, asked, at);
}

/** What was sent of learners who are others now is awaited no longer: the submissions hear of it, and decide (ULN-2). */
export async function forgetUlns(trx: Transaction, learners: string[]): Promise<void> {
  if (learners.length === 0) return;
  const awaited = await prepared<{ id: string }>(trx, 'ulns-awaited-of', AWAITED_OF, [learners]);
  await wakeProcesses(
    trx,
    awaited.map(({ id }) => id),
  );
}

/** What the service is to be asked of a check; null where it is awaited no longer, or the learner is another one since: its submission hears of that. */
export async function learnerToVerify(trx: Transaction, check: string): Promise<ToVerify | null> {
  const [found] = await prepared<ToVerify & { submission: string; isCurrent: boolean }>(trx, 'uln-to-verify', TO_VERIFY, [check]);
  if (!found) return null;
  const { submission, isCurrent, ...learner } = found;
  if (isCurrent) return learner;
  await wakeProcesses(trx, [submission]);
  return null;
}

/** Keeps what the service answered of a check, the first time; its submission is woken and decides what comes of it (ULN-2). */
export async function keepAnswer(trx: Transaction, check: string, flags: readonly UlnFlag[]): Promise<void> {
  const submissions = await prepared<{ id: string }>(trx, 'keep-uln-answer', KEEP, [check, flags]);
  await wakeProcesses(
    trx,
    submissions.map(({ id }) => id),
  );
}

/** What came of the next answers of a submission: of a learner who is another one since, nothing (ULN-2). Answers how many are awaited still, and whether there may be more answers. */
export async function takeAnswers(
  trx: Transaction,
  submission: string,
  most: number,
  tenant: string,
  at: Instant,
): Promise<{ awaited: number; isMore: boolean }> {
  await prepared(trx, 'lock-answered', LOCK, [submission, most]);
  const rows = await prepared<{
    id: string;
    learner: string;
    organisation: string;
    flags: UlnFlag[] | null;
    before: string | null;
    isCurrent: boolean;
  }>(trx, 'uln-answers', ANSWERED, [submission, most]);
  const ended = rows.map((row) => ({
    ...row,
    outcome: !row.isCurrent || !row.flags ? 'outdated' : row.flags.length > 0 ? 'mismatch' : 'verified',
  }));
  const asEnded = JSON.stringify(ended.map(({ id, outcome }) => ({ id, outcome })));
  const now = new Set((await prepared<{ id: string }>(trx, 'end-uln-checks', END, [asEnded, at])).map(({ id }) => id));
  const told = ended.filter(({ id, outcome }) => outcome !== 'outdated' && now.has(id));
  await prepared(trx, 'tell-uln-answers', TELL, [JSON.stringify(told.map(({ learner, outcome, flags }) => ({ learner, outcome, flags })))]);
  const changes = told.map(({ learner, organisation, outcome, flags, before }) => ({
    ...{ tenant, organisation, entity: { type: 'learner', id: learner }, event: 'ulnAnswered', at },
    ...{ before: { ulnState: before }, after: { ulnState: outcome, flags } },
  }));
  await auditChanges(trx, changes, null);
  const [{ awaited }] = (await prepared<{ awaited: number }>(trx, 'ulns-awaited', AWAITED, [submission])) as [{ awaited: number }];
  return { awaited, isMore: rows.length === most };
}
