import { v7 as uuid } from 'uuid';
import { suggestOrders } from '../../domain/bank/suggestions';
import type { Suspense, SuspenseFacts } from '../../domain/bank/suspense.state';
import { inPounds } from '../../domain/money';
import { daysLater } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { sendToUser } from '../core/outbox.commands';
import type { RowStore, Step } from '../core/row-store';
import { openOrders } from './bank.queries';

const FACTS = `
  select r.pence, r.suspense_since as since, r.moved_at as "movedAt", receipt_position(r) as position from receipts r where r.id = ?`;

/** How a receipt's case meets its tables: the receipt, which moves by orders, splits and returns too, and the questions to likely payers (BNK-2). */
export const suspenseStore: RowStore<Suspense, SuspenseFacts> = {
  table: null,
  facts: async (trx, { state, trigger }) => {
    await trx.raw('select id from receipts where id = ? for update', [state.id]);
    const { rows } = await trx.raw(FACTS, [state.id]);
    const [facts] = rows as SuspenseFacts[];
    return facts && (trigger !== 'open' || facts.position.state === 'suspense') ? facts : null;
  },
  write: async (trx, step) => {
    if (step.decision.event === 'payersAsked') await askLikelyPayers(trx, step);
    if (step.decision.event === 'givenBack')
      await trx('receipts')
        .where({ id: step.decision.next.id })
        .update({ state: 'returning', moved_at: step.at, version: trx.raw('version + 1') });
  },
};

/** Asks whoever ordered what the receipt is most likely for, each once a receipt, by a mail with a link (BNK-2). */
async function askLikelyPayers(trx: Transaction, { decision, at, policy }: Step<Suspense>): Promise<void> {
  const { id, tenant, pence } = decision.next;
  const receipt = await trx('receipts').where({ id }).first('payer', 'texts', 'booked_on');
  const { payersAsked, returnDays } = policy.suspense;
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
        asked_at: at,
        expires_at: daysLater(at, returnDays),
      })
      .onConflict(['receipt_id', 'order_id'])
      .ignore()
      .returning('id');
    if (asked.length === 0) continue;
    const facts = { question, tenant, reference, due: inPounds(order.due), amount: inPounds(pence), bookedOn: receipt.booked_on };
    await sendToUser(trx, { kind: 'mail', tenant, about: id, template: 'was-this-you', user: order.payer, facts });
  }
}
