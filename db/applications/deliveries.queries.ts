import type { Transaction } from '../core/database';
import { ApplicationOrderRow, ApplicationRow, OrderLineRow } from './application.model';

/** Where the card of an application goes: to the delivery office of its order, or to the applicant (CRD-1). */
export interface Delivery {
  goesTo: 'deliveryOffice' | 'applicant';
  office: string;
  attentionOf: string | null;
}

/** CRD-1: where the card of an application goes: as its order says, and to the applicant once he has left (EMP-3); null before it is on an order. */
export async function deliveryOf(trx: Transaction, application: string): Promise<Delivery | null> {
  const line = await OrderLineRow.query(trx).findOne({ application_id: application });
  if (!line) return null;
  const {
    cardsGoTo,
    deliveryOfficeId: office,
    attentionOf,
  } = await ApplicationOrderRow.query(trx).findById(line.orderId).throwIfNotFound();
  const { leftAt } = await ApplicationRow.query(trx).findById(application).throwIfNotFound();
  return { goesTo: leftAt ? 'applicant' : cardsGoTo, office, attentionOf };
}
