/** What other areas may use of bookings: a window that is opened for them or moved, when its bands begin, who is booked, and topics for a seed. */
export { keepMoments, openWindow } from './windows.commands';
export { momentsOfWindows } from './windows.queries';
export { bookedOf } from './kept.queries';
export { topicRowsFor } from './topics.seed';
