/** What other areas may use of applications: an order is paid, a card was accepted, whom a result concerns is looked at again. */
export { findApplicationOrder } from './application-orders.queries';
export { lockPayable, payOrder } from './application-orders.commands';
export { acceptCard } from './cards.commands';
export { ownApplications, type OwnApplication } from './own-applications.queries';
export { recheckOf } from './rechecks.commands';
