/** What other areas may use of applications: an order is paid, where a card goes, what occupations are called, whom a result concerns is looked at again, who leaves. */
export { findApplicationOrder } from './application-orders.queries';
export { lockPayable, payOrder } from './application-orders.commands';
export { applicationRow } from './applications.queries';
export { deliveryOf } from './deliveries.queries';
export { findOccupation } from './occupations.queries';
export { ownApplications, type OwnApplication } from './own-applications.queries';
export { leaveApplications } from './applications.commands';
export { recheckOf } from './rechecks.commands';
