import { fundsShort, notPayable, paymentEntry, type PayableOrder } from '../../domain/applications/application-order';
import type { Pence } from '../../domain/money';
import type { Instant } from '../../domain/working-days';
import { lockFunds, postEntry, usableFunds } from '../bank/offers';
import { CommitRefused } from '../core/commit-refused';
import type { Transaction } from '../core/database';
import type { RequestedBy } from '../core/requests.commands';
import { wakeProcesses } from '../core/wakes';
import { nodePath } from '../organisations/offers';
import { lockPayable, payOrder } from './application-orders.commands';

/**
 * Pays a closed order in scope from funds: those of its own level, else of the nearest one above that hold it whole (ORD-3, ADV-6). Its
 * applications hear of it. Throws a refusal where it is not closed, or no fund holds it.
 */
export async function payFromFunds(trx: Transaction, tenant: string, id: string, asked: RequestedBy, at: Instant): Promise<void> {
  const order = (await lockPayable(trx, id, at))!;
  const refusal = notPayable(order);
  if (refusal) throw new CommitRefused([refusal]);
  const fund = await fundFor(trx, order);
  await postEntry(trx, tenant, paymentEntry(id, order, `funds/${fund}`), at);
  await payOrder(trx, id, 'funds', asked, at);
  await wakeProcesses(trx, order.applications);
}

/** The node whose fund pays, locked until the transaction ends. Upwards alone, so that no two wait for one another. */
async function fundFor(trx: Transaction, { node, pence }: PayableOrder): Promise<string> {
  let most: Pence = 0n;
  for (const each of await nodePath(trx, node)) {
    await lockFunds(trx, each);
    const usable = await usableFunds(trx, each);
    if (usable >= pence) return each;
    if (usable > most) most = usable;
  }
  throw new CommitRefused([fundsShort(pence, most)]);
}
