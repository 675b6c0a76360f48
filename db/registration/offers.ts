/** What other areas may use of registration: the centre's account, batches, what learners go to another one on, how lines are read, what keeps a learner, what comes with a registration, and searches. */
export type { BookingsWith, CameWith } from './bookings-with';
export { makeBatches, moveCounts } from './batches.commands';
export { destinationFacts } from './registration-facts.queries';
export { lineBook } from './line-rules.queries';
export { openBilling } from './billing.commands';
export { keepers, keptOf, type Keeper, type Kept } from './keeps';
export { findLearner, findLearners, learnersWithBatches, numberedBatches, type FoundLearner } from './learners.queries';
export { among, named, placed, type Named, type Where } from './narrowing';
export { GONE_FOR_GOOD } from './doubles.commands';
