/** What other areas may use of organisations: what people call their nodes, what lies above one, a centre's number and addresses, and what it is given that it asked for. */
export { NODE_NAME, nodeNames } from './node-names.queries';
export { addAddress, setProductApproval } from './organisations.commands';
export { addressesOf, centreNumber, nodePath } from './organisations.queries';
