/** What other areas may use of registration: the centre's account, batches, what learners go to another one on, how lines are read, and what keeps a learner. */
export { makeBatches, moveCounts } from './batches.commands';
export { destinationFacts } from './registration-facts.queries';
export { lineBook } from './line-rules.queries';
export { openBilling } from './billing.commands';
export { keepers, keptOf, type Keeper, type Kept } from './keeps';
