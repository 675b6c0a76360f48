export { advanceOrder } from './advance-order.workflow';
export { reversal } from './reversal.workflow';
export { statementImport } from './statement-import.workflow';
export { suspenseCase } from './suspense.workflow';
