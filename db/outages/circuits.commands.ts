import { v7 as uuid } from 'uuid';
import { failedAgain, isFlapping, nextProbe } from '../../domain/outages/circuit';
import type { Service } from '../../domain/outages/service';
import { startOf } from '../../domain/processes';
import type { Instant } from '../../domain/working-days';
import { prepared, type Transaction } from '../core/database';
import { startProcess } from '../core/outbox.commands';
import { numbersInForce, policyInForce } from '../core/policies.queries';
import { wakeProcesses } from '../core/wakes';
import { OutageRow, SpellRow, WaitRow } from './outage.model';

/** How calls of a service ended that were made together: whoever is answered shows that it is there. */
export interface Calls {
  tenant: string;
  service: Service;
  failed: number;
  answered: boolean;
  /** Why the last one failed, without what was sent. */
  error: string | null;
}
/** What an activity asks a service about, for the ledger. */
export interface Asking {
  tenant: string;
  service: Service;
  /** The identifier of what is asked, and the entity that it is about. */
  id: string;
  entity: string;
  name: string;
}

const LONGEST = 300;
/** All that waits in the outbox for a service and is due; what is known to wait stays. */
const NOTE_WAITS = `
  insert into outage_waits (outage_id, delivery_id, tenant_id, entity_id, name, waits_since)
  select $1, id, tenant_id, entity_id, name, greatest(coalesce(not_before, created_at), $4::timestamptz) from outbox
  where tenant_id = $2 and lane = $3 and done_at is null and failed_at is null and skipped_at is null and coalesce(not_before, created_at) <= now()
  on conflict do nothing`;
/** What waits for a service is tried by an instant, not when its own pause is over. */
const TRY_BY = `
  update outbox set next_try_at = $3
  where tenant_id = $1 and lane = $2 and done_at is null and failed_at is null and skipped_at is null and leased_until is null and next_try_at > $3`;

/** OUT-1: the circuit hears how calls ended. It opens after some that failed one after the other, and closes with the first that is answered. */
export async function noteCalls(trx: Transaction, calls: Calls, at: Instant): Promise<void> {
  const spell = await SpellRow.query(trx).findOne({ service: calls.service, back_at: null }).forUpdate();
  if (!calls.answered) await haveFailed(trx, spell, calls, at);
  else if (spell) await isAnswered(trx, spell, at);
}

async function haveFailed(trx: Transaction, spell: SpellRow | undefined, calls: Calls, at: Instant): Promise<void> {
  const { tenant: tenantId, service } = calls;
  const { outages } = await numbersInForce(trx);
  const after = failedAgain(spell ?? null, calls.failed, at, outages.failedCalls);
  const opens = after.downAt !== null && !spell?.downAt;
  const known = spell?.outageId ?? null;
  const outageId = opens ? await outageOf(trx, calls, after.failingSince, at, outages.quietMinutes) : known;
  const probeAt = outageId && nextProbe(after, at);
  const row = { ...after, lastError: calls.error!.slice(0, LONGEST), outageId, probeAt };
  if (spell) await spell.$query(trx).patch(row);
  else
    await SpellRow.query(trx)
      .insert({ id: uuid(), tenantId, service, ...row })
      .onConflict()
      .ignore();
  if (outageId) await noteWaits(trx, { ...calls, outageId, failingSince: after.failingSince });
  if (probeAt) await prepared(trx, 'try-by', TRY_BY, [tenantId, service, probeAt]);
  if (opens) await wakeProcesses(trx, [outageId!]);
}

/** Whether a call may be made: always while the circuit is closed; while it is open, one whose probe is due, by one at a time. Else when to ask again. */
export async function mayCall(trx: Transaction, asking: Asking, at: Instant): Promise<{ isFailing: boolean; notBefore: Instant | null }> {
  const spell = await SpellRow.query(trx).findOne({ service: asking.service, back_at: null }).forUpdate();
  if (!spell?.downAt) return { isFailing: spell !== undefined, notBefore: null };
  await noteWait(trx, asking, spell);
  const probeAt = nextProbe(spell, at);
  if (spell.probeAt! > at) return { isFailing: true, notBefore: probeAt };
  await spell.$query(trx).patch({ probeAt });
  return { isFailing: true, notBefore: null };
}

/** Keeps that what an activity asks about waits, once the circuit is open; answers when to ask again, or null where it is closed. */
export async function waitsFor(trx: Transaction, asking: Asking, at: Instant): Promise<Instant | null> {
  const spell = await SpellRow.query(trx).findOne({ service: asking.service, back_at: null });
  if (!spell?.downAt) return null;
  await noteWait(trx, asking, spell);
  return nextProbe(spell, at);
}

/** What an activity asked about has been answered, and goes on. */
export async function wentOn(trx: Transaction, { id }: Pick<Asking, 'id'>, at: Instant): Promise<void> {
  await WaitRow.query(trx).where({ delivery_id: id, over_at: null }).patch({ overAt: at, outcome: 'wentOn' });
}

async function isAnswered(trx: Transaction, spell: SpellRow, at: Instant): Promise<void> {
  const { outageId, tenantId: tenant, service, failingSince } = spell;
  if (!outageId) return void (await spell.$query(trx).delete());
  await spell.$query(trx).patch({ backAt: at });
  await noteWaits(trx, { tenant, service, outageId, failingSince });
  await prepared(trx, 'try-by', TRY_BY, [tenant, service, at]);
  await wakeProcesses(trx, [outageId]);
}

/** The outage that a circuit opens, or the one before it where the service has hardly been back. */
async function outageOf(trx: Transaction, { tenant, service }: Calls, since: Instant, at: Instant, quietMinutes: number): Promise<string> {
  const before = await SpellRow.query(trx).where({ service }).whereNotNull('back_at').orderBy('back_at', 'desc').first();
  if (before && isFlapping(before.backAt!, at, quietMinutes)) {
    const last = await OutageRow.query(trx).findById(before.outageId!).forUpdate().throwIfNotFound();
    if (last.state !== 'over') return last.id;
  }
  const id = uuid();
  await OutageRow.query(trx).insert({ id, tenantId: tenant, service, since, state: 'none', stateSince: since, version: 0 });
  const of = { owner: 'administrator', tenant, organisation: null, ...(await policyInForce(trx)) };
  await startProcess(trx, id, startOf('outage', id, of));
  return id;
}

async function noteWaits(
  trx: Transaction,
  { tenant, service, outageId, failingSince }: Pick<Calls, 'tenant' | 'service'> & { outageId: string; failingSince: Instant },
): Promise<void> {
  await prepared(trx, 'note-waits', NOTE_WAITS, [outageId, tenant, service, failingSince]);
}

async function noteWait(trx: Transaction, { tenant, id, entity, name }: Asking, { outageId, failingSince }: SpellRow): Promise<void> {
  const of = { outageId: outageId!, deliveryId: id, tenantId: tenant, entityId: entity, name, waitsSince: failingSince };
  await WaitRow.query(trx).insert(of).onConflict(['outage_id', 'delivery_id']).ignore();
}
