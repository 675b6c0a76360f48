/** What other areas may use of bookings: a window that is opened for them or moved, when its bands begin and would begin, who is booked, that modified papers follow their learners, and topics for a seed. */
export { keepMoments, openWindow } from './windows.commands';
export { momentsOfWindows, momentsProposed } from './windows.queries';
export { papersOfLearners } from './modified-papers.commands';
export { countChanging } from './changing.queries';
export { bookedOf, componentsBooked } from './kept.queries';
export { topicRowsFor } from './topics.seed';
