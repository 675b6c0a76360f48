/** What other areas of the console may use of registration: how a learner, a product and a batch are named, and the filter of a centre. */
export { batchLink, nameOf, ofCentre, productOf } from './learner-words';
