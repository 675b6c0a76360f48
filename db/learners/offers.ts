/** What other areas may use of learners: the wait for their lapse, which registering opens (LAP-1). */
export { holdLapses, type LapseWaits } from './lapse.commands';
export { tellers, type Learned, type Teller } from './learned';
