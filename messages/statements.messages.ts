/** What a statement's import is started with. */
export interface StatementImportInput {
  statement: string;
}
