import { v7 as uuid } from 'uuid';
import { inPounds, type Pence } from '../../domain/money';
import { daysLater, type Instant, type LocalDate } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { ClaimRow } from './claim.model';
import { auditChange } from '../core/audit.commands';
import { sendToUser } from '../core/outbox.commands';
import type { RequestedBy } from '../core/requests.commands';

/** Finance's task about a claim, and the days it has for it. */
const DECIDE = 'decideClaim';
const DAYS = 3;

/** A claim as a payer makes it (BNK-3). */
export interface NewClaim {
  tenant: string;
  organisation: string;
  order: string;
  receipt: string | null;
  user: string;
  pence: Pence;
  bookedOn: LocalDate;
  quoted: string;
}

/** Keeps a claim, with its task for finance; null where the order has an open claim already. */
export async function openClaim(trx: Transaction, claim: NewClaim, asked: RequestedBy | null, at: Instant): Promise<string | null> {
  const id = uuid();
  const kept = await trx('claims')
    .insert({
      id,
      tenant_id: claim.tenant,
      organisation_id: claim.organisation,
      order_id: claim.order,
      receipt_id: claim.receipt,
      pence: claim.pence.toString(),
      booked_on: claim.bookedOn,
      quoted: claim.quoted,
      state: 'open',
      claimed_at: at,
      claimed_by: claim.user,
    })
    .onConflict(trx.raw(`(order_id) where state = 'open'`))
    .ignore()
    .returning('id');
  if (kept.length === 0) return null;
  await trx('work_items').insert({
    id: uuid(),
    tenant_id: claim.tenant,
    queue: 'finance',
    task: DECIDE,
    entity_type: 'claim',
    entity_id: id,
    due_at: daysLater(at, DAYS),
    opened_at: at,
  });
  const after = { order: claim.order, receipt: claim.receipt, pence: claim.pence.toString(), bookedOn: claim.bookedOn };
  const { tenant, organisation } = claim;
  await auditChange(trx, { tenant, organisation, entity: { type: 'claim', id }, event: 'claimed', at, before: null, after }, asked);
  return id;
}

/** A claim, locked until the transaction ends: whoever decides about it next finds it decided (BNK-3). */
export function lockClaim(trx: Transaction, id: string): Promise<ClaimRow | undefined> {
  return ClaimRow.query(trx).findById(id).forUpdate().execute();
}

/** Declines an open claim, and tells the payer. Answers false where it was decided before. */
export async function declineClaim(
  trx: Transaction,
  tenant: string,
  claim: ClaimRow,
  reference: string,
  asked: RequestedBy,
  at: Instant,
): Promise<boolean> {
  if (!(await endClaims(trx, { id: claim.id }, 'declined', asked, at))) return false;
  await sendToUser(trx, {
    kind: 'mail',
    tenant,
    organisation: claim.organisationId,
    about: claim.orderId,
    template: 'claim-declined',
    user: claim.claimedBy,
    facts: { reference, amount: inPounds(claim.pence), bookedOn: claim.bookedOn },
  });
  return true;
}

/** Ends open claims with their tasks and audit rows: a claim, or whatever is claimed for an order that has ended. */
export async function endClaims(
  trx: Transaction,
  which: { id: string } | { order_id: string },
  state: 'confirmed' | 'declined',
  asked: RequestedBy | null,
  at: Instant,
): Promise<boolean> {
  const ended = await trx('claims')
    .where({ ...which, state: 'open' })
    .update({
      state,
      decided_at: at,
      decided_by: asked?.by.user_id ?? null,
      reason: asked?.reason ?? null,
      version: trx.raw('version + 1'),
    })
    .returning(['id', 'tenant_id', 'organisation_id']);
  for (const { id, tenant_id, organisation_id } of ended) {
    await trx('work_items').where({ entity_id: id, closed_at: null }).update({ closed_at: at, closed_by: state });
    const change = {
      tenant: tenant_id,
      organisation: organisation_id,
      entity: { type: 'claim', id },
      event: state,
      at,
      before: { state: 'open' },
      after: { state },
    };
    await auditChange(trx, change, asked);
  }
  return ended.length > 0;
}

/** Takes a question's one answer. Answers false where it was answered, or its time is over. */
export async function answerQuestion(trx: Transaction, question: string, at: Instant): Promise<boolean> {
  const taken = await trx('questions').where({ id: question, answered_at: null }).where('expires_at', '>', at).update({ answered_at: at });
  return taken === 1;
}
