/** What other areas may use of orders: whose receipts they are. */
export { asProcessState, findOrder, type OrderDetails } from './advance-orders.queries';
