import type { Connection } from '@temporalio/client';
import helmet from 'helmet';
import express, { type Express, type Request, type Response } from 'express';
import { serveCodec } from './core/codec';
import { serveDocs } from './docs';
import { problemHandlers, serveRoutes } from './core/serve';
import type { ApiDeps } from './core/route';
import { routes } from './routes';
import { missingAttributes, unprepared } from '../platform/prepare-engine';
import { serveThatWasUs } from './bank/that-was-us';
import { serveWorkBoard } from './work/board/work-board';

/** The whole API over its parts; `listen` is the caller's. */
export function createApp(deps: ApiDeps): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple').set('trust proxy', deps.config.TRUSTED_PROXIES.split(','));
  app.use(
    helmet({
      // The work board's and the description's own pages are served from here as well.
      contentSecurityPolicy: {
        directives: { 'upgrade-insecure-requests': null, 'frame-ancestors': ["'none'"], 'style-src': ["'self'", "'unsafe-inline'"] },
      },
      strictTransportSecurity: deps.config.PUBLIC_URL.startsWith('https:'),
      referrerPolicy: { policy: 'no-referrer' },
      xFrameOptions: { action: 'deny' },
    }),
  );
  app.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  serveHealth(app, deps);
  serveDocs(app);
  serveThatWasUs(app, deps);
  serveCodec(app, deps);
  serveWorkBoard(app, deps);
  serveRoutes(app, routes, deps);
  problemHandlers(app);
  return app;
}

function serveHealth(app: Express, deps: ApiDeps): void {
  app.get('/healthz', (_request: Request, response: Response) => void response.json({ ok: true }));
  app.get('/readyz', async (_request: Request, response: Response) => {
    const { connection, options } = deps.processes.client;
    const [store, missing] = await Promise.all([
      answers(deps.database.raw('select 1')),
      connection.withDeadline(Date.now() + 2000, () => missingAttributes(connection as Connection, options.namespace)).catch(() => null),
    ]);
    const lacks = missing?.length ? { why: unprepared(options.namespace, missing) } : {};
    response.status(store && missing?.length === 0 ? 200 : 503).json({ store, engine: missing !== null, ...lacks });
  });
}

async function answers(question: PromiseLike<unknown>): Promise<boolean> {
  try {
    await question;
    return true;
  } catch {
    return false;
  }
}
