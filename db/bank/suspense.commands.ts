import { v7 as uuid } from 'uuid';
import { suggestOrders } from '../../domain/bank/suggestions';
import { suspenseId } from '../../domain/business-ids';
import type { CommitInput } from '../../domain/commit';
import { inPounds } from '../../domain/money';
import { suspenseStart, type ProcessStart } from '../../domain/starts';
import type { SuspenseCase } from '../../domain/bank/suspense.state';
import { daysLater, type Instant } from '../../domain/working-days';
import { prepared, type Transaction } from '../core/database';
import { openOrders } from './bank.queries';
import { policyFor, policyInForce } from '../core/policies.queries';
import { CommitRefused } from '../core/commit-refused';

/** So long an order that was told of a receipt has to take it before it becomes a case. */
const ORDER_DECIDES_WITHIN = '10 seconds';
/** A message to the relay for so many receipts: one for each would cost more than all else of an import. */
const CASES_A_MESSAGE = 50;

/** Lets the relay open a case for each receipt; those that an order was told of only where it has not taken them soon (BNK-2). */
export async function openCases(trx: Transaction, tenant: string, receipts: string[], told: string[]): Promise<void> {
  const isTold = new Set(told);
  const rows = [receipts.filter((id) => !isTold.has(id)), told].flatMap((ids, late) =>
    Array.from({ length: Math.ceil(ids.length / CASES_A_MESSAGE) }, (_each, chunk) => {
      const some = ids.slice(chunk * CASES_A_MESSAGE, (chunk + 1) * CASES_A_MESSAGE);
      return {
        id: uuid(),
        tenant_id: tenant,
        kind: 'start',
        entity_id: some[0],
        name: 'suspense',
        facts: JSON.stringify({ receipts: some }),
        not_before: late ? trx.raw(`now() + interval '${ORDER_DECIDES_WITHIN}'`) : null,
      };
    }),
  );
  if (rows.length > 0) await trx('outbox').insert(rows);
}

/** How the cases are started of those receipts that still lie in suspense and have none open. */
export async function casesToOpen(trx: Transaction, tenant: string, receipts: string[]): Promise<ProcessStart[]> {
  const { rows } = await trx.raw(
    `select r.id, (select count(*)::int from processes p where p.entity_id = r.id) as before from receipts r
     where r.id = any(?::uuid[]) and r.state = 'suspense' and not exists (select from processes p where p.entity_id = r.id and p.ended_at is null)
     order by r.id`,
    [receipts],
  );
  const policy = await policyInForce(trx);
  return (rows as { id: string; before: number }[]).map(({ id, before }) => suspenseStart(tenant, id, suspenseId(id, before + 1), policy));
}

/** Writes a case under its version; refuses where its receipt has moved on meanwhile, which the case is about to hear (BNK-2). */
export async function writeSuspenseCase(trx: Transaction, input: CommitInput, next: SuspenseCase): Promise<Record<string, unknown> | null> {
  const row = {
    state: next.state,
    state_since: next.stateSince,
    schedule: JSON.stringify(next.schedule),
    later: JSON.stringify(next.later),
    position: JSON.stringify(next.position),
    version: input.expectedVersion + 1,
  };
  const business = { business_id: input.process.businessId };
  if (input.expectedVersion === 0) {
    await stillAt(trx, next);
    await trx('suspense_cases').insert({ ...row, ...business, tenant_id: next.tenant, receipt_id: next.id });
    return null;
  }
  const before = await trx('suspense_cases')
    .where({ ...business, version: input.expectedVersion })
    .forUpdate()
    .first('state');
  if (!before) throw new Error(`${input.process.businessId} is not at version ${input.expectedVersion}`);
  await trx('suspense_cases').where(business).update(row);
  if (input.decision.event === 'payersAsked') await askLikelyPayers(trx, input, next);
  if (input.decision.event === 'givenBack') {
    await stillAt(trx, next);
    await trx('receipts')
      .where({ id: next.id })
      .update({ state: 'returning', version: trx.raw('version + 1') });
  }
  return { state: before.state };
}

/** Locks the receipt. Throws a refusal where its row has moved on from what the case knows. */
async function stillAt(trx: Transaction, { id, position }: SuspenseCase): Promise<void> {
  const receipt = await trx('receipts').where({ id }).forUpdate().first('version', 'state');
  if (receipt.version === position.version && receipt.state === 'suspense') return;
  throw new CommitRefused();
}

/** Asks whoever ordered what the receipt is most likely for, each once a receipt, by a mail with a link (BNK-2). */
async function askLikelyPayers(trx: Transaction, input: CommitInput, { id, tenant, pence }: SuspenseCase): Promise<void> {
  const receipt = await trx('receipts').where({ id }).first('payer', 'texts', 'booked_on');
  const { payersAsked, returnDays } = (await policyFor(trx, input.process.policyVersion)).suspense;
  const orders = await openOrders(trx);
  const likely = suggestOrders(receipt.texts, receipt.payer, pence, orders, payersAsked);
  for (const { reference } of likely) {
    const order = orders.find((each) => each.reference === reference)!;
    const question = uuid();
    const asked = await trx('questions')
      .insert({
        id: question,
        tenant_id: tenant,
        receipt_id: id,
        order_id: order.id,
        user_id: order.payer,
        asked_at: input.at,
        expires_at: daysLater(input.at, returnDays),
      })
      .onConflict(['receipt_id', 'order_id'])
      .ignore()
      .returning('id');
    if (asked.length === 0) continue;
    await trx('outbox').insert({
      id: uuid(),
      tenant_id: tenant,
      kind: 'mail',
      entity_id: id,
      name: 'was-this-you',
      target: `user/${order.payer}`,
      facts: JSON.stringify({
        question,
        tenant,
        reference,
        due: inPounds(order.due),
        amount: inPounds(pence),
        bookedOn: receipt.booked_on,
      }),
    });
  }
}

const TELL_CASE = `
  insert into outbox (id, tenant_id, kind, entity_id, name, target, facts)
  select $2, r.tenant_id, 'signal', r.id, 'receiptMoved', p.business_id, jsonb_build_object('at', $3::text, 'position', receipt_position(r))
  from receipts r join processes p on p.entity_id = r.id and p.ended_at is null where r.id = $1`;

/** Tells a receipt's case, if it has one, where the receipt stands now: in the transaction that moved it. */
export async function tellCase(trx: Transaction, receipt: string, at: Instant): Promise<void> {
  await prepared(trx, 'tell-case', TELL_CASE, [receipt, uuid(), at]);
}

/** The business ID of a receipt's open case, else of the one that would be opened next. */
export async function caseOf(trx: Transaction, tenant: string, receipt: string): Promise<string> {
  const open = await trx('processes').where({ entity_id: receipt, ended_at: null }).first('business_id');
  if (open) return open.business_id;
  const [next] = await casesToOpen(trx, tenant, [receipt]);
  return next?.businessId ?? suspenseId(receipt);
}
