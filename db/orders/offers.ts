/** What other areas may use of orders: whose receipts they are. */
export { findOrder, type OrderDetails } from './advance-orders.queries';
