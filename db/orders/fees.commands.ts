import { v7 as uuid } from 'uuid';
import type { Fee } from '../../domain/orders/fee';
import { refused } from '../core/commit-refused';
import type { Transaction } from '../core/database';
import { insertOnce } from '../core/edits';
import { FeeRow } from './fee.model';

/** Puts a fee into the schedule (MON-3). Throws a refusal where another one of its kind stands from that day. */
export async function addFee(trx: Transaction, tenant: string, fee: Fee): Promise<void> {
  const { item, cardType, product: productId, net: netPence, vat: vatPence, vatRate: vatBasisPoints, from: effectiveFrom } = fee;
  const row = { id: uuid(), tenantId: tenant, item, cardType, productId, netPence, vatPence, vatBasisPoints, effectiveFrom };
  if (await insertOnce(trx, FeeRow, row)) return;
  throw refused('feeTaken', 'MON-3', `A fee of this kind stands from ${effectiveFrom} already`, 'Decline it, and propose another day.');
}
