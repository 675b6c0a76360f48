import { reversalKey } from '../../domain/bank/reversal.decide';
import type { AdvanceOrder } from '../../domain/orders/advance-order.state';
import { tellEnded, type AfterEnd } from '../core/after-end';
import type { Transaction } from '../core/database';
import { AdvanceOrderRow } from './advance-order.model';
import { issueCreditNote } from './invoices.commands';

/** What was allocated to an order is taken back (ADV-5): the order, its history and its trail say so, within the reversal's own commit. */
export async function reverseOrder(
  trx: Transaction,
  order: string,
  taken: AdvanceOrder['reversed'] & object,
  { at, asked }: Pick<AfterEnd, 'at' | 'asked'>,
): Promise<void> {
  const { decision, version } = await tellEnded<AdvanceOrder>(trx, {
    ...{ entity: order, news: 'reversed', key: taken.reversal },
    ...{ body: taken, at, asked },
  });
  const { state, stateSince, allocated } = decision.next;
  await AdvanceOrderRow.query(trx)
    .findById(order)
    .patch({ state, stateSince, allocatedPence: allocated, reversedPence: taken.pence, version });
  const note = { advanceOrder: order, entryKey: reversalKey(taken.reversal), pence: taken.pence, orderedBy: decision.next.payer };
  await issueCreditNote(trx, note, asked, at);
}
