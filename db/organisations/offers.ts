/** What other areas may use of organisations: what people call their nodes, what lies above one, and what a centre is given that it asked for. */
export { NODE_NAME, nodeNames } from './node-names.queries';
export { addAddress, setProductApproval } from './organisations.commands';
export { nodePath } from './organisations.queries';
