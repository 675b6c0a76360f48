/** What other areas may use of organisations: what people call their nodes. */
export { NODE_NAME, nodeNames } from './node-names.queries';
