import { cancel, unwithdraw, withdraw } from '../../domain/learners/learner.decide';
import { top, transfer } from '../../domain/learners/learner-going';
import { goingTo } from '../../db/learners/going.queries';
import { destination, purchaseOrder } from '../../messages/learners.schemas';
import type { Route } from '../core/route';
import { byItself, learnerDecision, type Deciding } from './deciding';

type Goes = Deciding<typeof destination>['command'];

/** To another product or batch, decided by what stands of both (LRN-4, LRN-5). */
const goes =
  (go: Parameters<typeof goingTo>[3]): Goes =>
  async (trx, { product, batch = null, window = null, mode = null }, { caller }, at) =>
    goingTo(trx, caller.organisation!, { product, batch, window, mode }, go, at);

/** What a centre does with learners who are registered (LAP-2, LRN-3, LRN-4, LRN-5). */
export const managedLearnerRoutes: Route[] = [
  ...learnerDecision({
    verb: 'withdraw',
    does: 'Withdraw',
    rules: ['LRN-3', 'LAP-3'],
    shape: {},
    command: async () => byItself((learner, about) => withdraw(learner, {}, about)),
  }),
  ...learnerDecision({
    verb: 'unwithdraw',
    does: 'Take back',
    rules: ['LRN-3', 'LAP-2'],
    shape: {},
    command: async () => byItself((learner, about) => unwithdraw(learner, {}, about)),
  }),
  ...learnerDecision({
    verb: 'cancel',
    does: 'Cancel for good',
    rules: ['LRN-3', 'LAP-3', 'REG-3', 'CEN-1', 'MON-2', 'TIM-4'],
    shape: { purchaseOrder },
    command: async () => byItself((learner, about) => cancel(learner, {}, about)),
  }),
  ...learnerDecision({
    verb: 'transfer',
    does: 'Transfer to another product or batch',
    rules: ['LRN-4', 'LAP-3', 'REG-3', 'REG-12', 'CEN-1', 'MON-2', 'MON-3'],
    shape: destination,
    command: goes(transfer),
  }),
  ...learnerDecision({
    verb: 'top-up',
    does: 'Top up within the nested suite',
    rules: ['LRN-5', 'LAP-3', 'REG-3', 'CEN-1', 'MON-2', 'MON-3'],
    shape: destination,
    command: goes(top('toppedUp')),
  }),
  ...learnerDecision({
    verb: 'top-down',
    does: 'Top down within the nested suite',
    rules: ['LRN-5', 'LAP-3', 'REG-3', 'CEN-1', 'MON-2', 'MON-3'],
    shape: destination,
    command: goes(top('toppedDown')),
  }),
];
