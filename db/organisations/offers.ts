/** What other areas may use of organisations: what people call their nodes, what lies above one, and the number and the addresses of a centre. */
export { NODE_NAME, nodeNames } from './node-names.queries';
export { addressesOf, centreNumber, nodePath } from './organisations.queries';
