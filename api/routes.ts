import { accessRequestRoutes } from './access-requests.routes';
import { accountRoutes } from './account.routes';
import { activationRoutes } from './activation.routes';
import { approvalRoutes } from './approvals.routes';
import { auditRoutes } from './audit.routes';
import { bulkActionRoutes } from './bulk-actions.routes';
import { caseWorkRoutes } from './case-work.routes';
import { fileRoutes } from './files.routes';
import { nodeRoutes } from './nodes.routes';
import { organisationRoutes } from './organisations.routes';
import { templateRoutes } from './templates.routes';
import { userRoutes } from './users.routes';
import { webhookRoutes } from './webhooks.routes';
import { advanceOrderRoutes } from './advance-orders.routes';
import { claimRoutes } from './claims.routes';
import { receiptRoutes } from './receipts.routes';
import { reportRoutes } from './reports.routes';
import { reversalRoutes } from './reversals.routes';
import type { Route } from './route';
import { meRoutes } from './me.routes';
import { signInRoutes } from './sign-in.routes';
import { statementRoutes } from './statements.routes';
import { workRoutes } from './work.routes';

/** Every operation: what Express serves and OpenAPI tells. */
export const routes: Route[] = [
  ...signInRoutes,
  ...activationRoutes,
  ...meRoutes,
  ...accountRoutes,
  ...organisationRoutes,
  ...nodeRoutes,
  ...userRoutes,
  ...accessRequestRoutes,
  ...advanceOrderRoutes,
  ...statementRoutes,
  ...receiptRoutes,
  ...claimRoutes,
  ...reversalRoutes,
  ...reportRoutes,
  ...workRoutes,
  ...caseWorkRoutes,
  ...bulkActionRoutes,
  ...auditRoutes,
  ...approvalRoutes,
  ...fileRoutes,
  ...templateRoutes,
  ...webhookRoutes,
];
