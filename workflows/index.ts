export { accessRequest } from './access-request.workflow';
export { advanceOrder } from './advance-order.workflow';
export { approval } from './approval.workflow';
export { bulkAction } from './bulk-action.workflow';
export { invitation } from './invitation.workflow';
export { reversal } from './reversal.workflow';
export { statementImport } from './statement-import.workflow';
export { suspense } from './suspense.workflow';
