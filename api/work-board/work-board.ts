import { createBullBoard } from '@bull-board/api';
import { ExpressAdapter } from '@bull-board/express';
import type { Express, NextFunction, Request, Response } from 'express';
import { may } from '../../domain/permissions';
import { missingPermission, Problem } from '../problems';
import type { ApiDeps } from '../route';
import { authenticate } from '../session';
import { HoldsQueue } from './holds-queue';
import { MailQueue } from './mail-queue';
import { BoardSession } from './session';

const PATH = '/work-board';

/** The work board (OPS-2): bull-board over our own queues, for signed-in staff; others are sent to sign in. */
export function serveWorkBoard(app: Express, deps: ApiDeps): void {
  const session = new BoardSession(deps);
  const serverAdapter = new ExpressAdapter();
  serverAdapter.setBasePath(PATH);
  createBullBoard({
    queues: [new MailQueue(session), new HoldsQueue(session, deps.config.TEMPORAL_UI_URL, deps.config.TEMPORAL_NAMESPACE)],
    serverAdapter,
    options: { uiConfig: { boardTitle: 'Countersign work board', showWorkers: false } as never },
  });
  app.use(PATH, async (request: Request, response: Response, next: NextFunction) => {
    const caller = await authenticate(deps.database, request).catch((problem: Problem) => problem);
    if (caller instanceof Problem) {
      if (caller.status === 401 && request.accepts('html')) return response.redirect('/sign-in');
      throw caller;
    }
    if (!may(caller.role, 'viewWork')) throw missingPermission('viewWork');
    session.run(caller, request, () => serverAdapter.getRouter()(request, response, next));
  });
}
