import { advanceOrderRoutes } from './advance-orders.routes';
import { claimRoutes } from './claims.routes';
import { receiptRoutes } from './receipts.routes';
import { reportRoutes } from './reports.routes';
import { reversalRoutes } from './reversals.routes';
import type { Route } from './route';
import { sessionRoutes } from './sessions.routes';
import { statementRoutes } from './statements.routes';
import { workRoutes } from './work.routes';

/** Every operation that needs a session: what Express serves and OpenAPI tells. */
export const routes: Route[] = [
  ...sessionRoutes,
  ...advanceOrderRoutes,
  ...statementRoutes,
  ...receiptRoutes,
  ...claimRoutes,
  ...reversalRoutes,
  ...reportRoutes,
  ...workRoutes,
];
