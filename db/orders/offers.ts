/** What other areas may use of orders: whose receipts they are, and that one was reversed. */
export { findOrder, type OrderDetails } from './advance-orders.queries';
export { reverseOrder } from './reversed-orders.commands';
