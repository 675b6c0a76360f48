import { createBullBoard } from '@bull-board/api';
import { ExpressAdapter } from '@bull-board/express';
import type { Express, NextFunction, Request, Response } from 'express';
import { may } from '../../../domain/access/permissions';
import { missingPermission, Problem } from '../../core/problems';
import type { ProcessQueueOf } from '../../../db/core/process-queues.queries';
import type { ApiDeps } from '../../core/route';
import { authenticate, requireOwnOrigin } from '../../core/session';
import { MailQueue } from './mail-queue';
import { ProcessQueue } from './process-queue';
import { BoardSession } from './session';

const PATH = '/work-board';
const processQueues: [ProcessQueueOf, { name: string; description: string }][] = [
  [
    { kind: 'advance-order', lateStages: ['Overdue'] },
    { name: 'BACS holds', description: 'Advance orders that wait for a transfer' },
  ],
  [
    { kind: 'suspense', lateStages: ['Escalated'] },
    { name: 'Suspense', description: 'Receipts that nobody has taken' },
  ],
  [
    { kind: 'reversal', lateStages: [] },
    { name: 'Reversals', description: 'Allocations that a second person has to reverse' },
  ],
  [
    { kind: 'approval', lateStages: [] },
    { name: 'Approvals', description: 'Policy and adjustments that need a second pair of eyes' },
  ],
  [
    { kind: 'access-request', lateStages: ['With staff'] },
    { name: 'Access requests', description: 'People of centres who ask for an account' },
  ],
  [
    { kind: 'invitation', lateStages: ['Expired'] },
    { name: 'Invitations', description: 'Links to activate an account or choose a password' },
  ],
  [
    { kind: 'bulk-action', lateStages: [] },
    { name: 'Bulk actions', description: 'Changes of many tasks at once' },
  ],
  [
    { kind: 'statement-import', lateStages: [] },
    { name: 'Statements', description: 'Imports that post their lines' },
  ],
];

/** The work board (OPS-2): bull-board over our own queues, for signed-in staff; others are sent to sign in. */
export function serveWorkBoard(app: Express, deps: ApiDeps): void {
  const session = new BoardSession(deps);
  const serverAdapter = new ExpressAdapter();
  serverAdapter.setBasePath(PATH);
  const workflowsUrl = `${deps.config.TEMPORAL_UI_URL}/namespaces/${deps.config.TEMPORAL_NAMESPACE}/workflows`;
  createBullBoard({
    queues: [new MailQueue(session), ...processQueues.map(([queue, texts]) => new ProcessQueue(session, queue, texts, workflowsUrl))],
    serverAdapter,
    options: { uiConfig: { boardTitle: 'Countersign work board', showWorkers: false } as never },
  });
  app.use(PATH, async (request: Request, response: Response, next: NextFunction) => {
    const caller = await authenticate(deps.database, request).catch((problem: Problem) => problem);
    if (caller instanceof Problem) {
      if (caller.status === 401 && request.accepts('html')) return response.redirect(`${deps.config.CONSOLE_URL}/sign-in`);
      throw caller;
    }
    requireOwnOrigin(request);
    if (!may(caller, 'viewWork')) throw missingPermission('viewWork');
    session.run(caller, request, () => serverAdapter.getRouter()(request, response, next));
  });
}
