/** What other areas may use of registration: the centre's account, and what keeps a learner. */
export { openBilling } from './billing.commands';
export { keepers, keptOf, type Keeper, type Kept } from './keeps';
