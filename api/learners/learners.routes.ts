import { unwithdraw, withdraw } from '../../domain/learners/learner.decide';
import type { Route } from '../core/route';
import { learnerDecision } from './deciding';

/** What a centre does with learners who are registered (LRN-3, LAP-2). */
export const managedLearnerRoutes: Route[] = [
  ...learnerDecision({
    verb: 'withdraw',
    does: 'Withdraw',
    rules: ['LRN-3', 'LAP-3'],
    shape: {},
    decide: async () => (learner, about) => withdraw(learner, {}, about),
  }),
  ...learnerDecision({
    verb: 'unwithdraw',
    does: 'Take back',
    rules: ['LRN-3', 'LAP-2'],
    shape: {},
    decide: async () => (learner, about) => unwithdraw(learner, {}, about),
  }),
];
