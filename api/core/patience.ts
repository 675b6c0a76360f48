import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';

/** How long a request may take to come whole: its headers, and all of it, the largest file over a slow line included. */
const PATIENCE: ServerOptions = { headersTimeout: 10_000, requestTimeout: 120_000, connectionsCheckingInterval: 5_000 };

/** A server that answers 408 to who sends slowly, and hangs up: a place is held by nobody for long (ASVS 5.0 15.2.2). */
export function patientServer(app: RequestListener, patience: ServerOptions = PATIENCE): Server {
  return createServer(patience, app);
}
