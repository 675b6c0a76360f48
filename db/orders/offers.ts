/** What other areas may use of orders: whose receipts they are, that one was reversed, and whether one is being paid by card. */
export { findOrder, type OrderDetails } from './advance-orders.queries';
export { reverseOrder } from './reversed-orders.commands';
export { isBeingPaid } from './card-payments.queries';
