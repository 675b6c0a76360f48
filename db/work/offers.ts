/** What other areas may use of the work: that a document is made. */
export { askForDocument, askForDocuments } from './documents.commands';
