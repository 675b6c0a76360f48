/** What other areas may use of organisations: what people call their nodes, and what lies above one. */
export { NODE_NAME, nodeNames } from './node-names.queries';
export { nodePath } from './organisations.queries';
