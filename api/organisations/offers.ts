/** What other areas may use of organisations: where in their trees a caller may do something. */
export { nodesReached } from './places';
