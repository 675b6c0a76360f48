/** What other areas may use of registration: the centre's account, what keeps a learner, and how learners are searched. */
export { openBilling } from './billing.commands';
export { keepers, keptOf, type Keeper, type Kept } from './keeps';
export { findLearner, learnersWithBatches, numberedBatches, type FoundLearner } from './learners.queries';
export { among, named, placed, type Named, type Where } from './narrowing';
