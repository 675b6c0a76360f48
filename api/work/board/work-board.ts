import { createBullBoard } from '@bull-board/api';
import { ExpressAdapter } from '@bull-board/express';
import type { Express, NextFunction, Request, Response } from 'express';
import { may } from '../../../domain/access/permissions';
import { missingPermission, Problem } from '../../core/problems';
import { processKinds } from '../../../domain/processes';
import type { ApiDeps } from '../../core/route';
import { authenticate, insistOnTraining, requireOwnOrigin } from '../../core/session';
import { MailQueue } from './mail-queue';
import { ProcessQueue } from './process-queue';
import { BoardSession } from './session';

const PATH = '/work-board';
/** The work board (OPS-2): bull-board over our own queues, for signed-in staff; others are sent to sign in. */
export function serveWorkBoard(app: Express, deps: ApiDeps): void {
  const session = new BoardSession(deps);
  const serverAdapter = new ExpressAdapter();
  serverAdapter.setBasePath(PATH);
  const workflowsUrl = `${deps.config.TEMPORAL_UI_URL}/namespaces/${deps.config.TEMPORAL_NAMESPACE}/workflows`;
  createBullBoard({
    queues: [new MailQueue(session), ...processKinds.map((kind) => new ProcessQueue(session, kind, workflowsUrl))],
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
    await insistOnTraining(caller, deps.clock);
    session.run(caller, request, () => serverAdapter.getRouter()(request, response, next));
  });
}
