/** What other areas may use of learners: the wait for their lapse, which registering opens (LAP-1), and what is asked of their ULNs (ULN-1). */
export { holdLapses, type LapseWaits } from './lapse.commands';
export { keepAnswer, learnerToVerify, submitUlns } from './uln-checks.commands';
export { tellers, type Learned, type Teller } from './learned';
