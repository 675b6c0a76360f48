export { advanceOrder } from './advance-order.workflow';
export { statementImport } from './statement-import.workflow';
