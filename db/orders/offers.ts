/** What other areas may use of orders: whose receipts they are, that one was reversed, whether one is being paid by card, and the invoice of what was paid. */
export { findOrder, type OrderDetails } from './advance-orders.queries';
export { reverseOrder } from './reversed-orders.commands';
export { isBeingPaid } from './card-payments.queries';
export { issueInvoice } from './invoices.commands';
export { feesOf } from './fees.queries';
export { addFee } from './fees.commands';
