import type { Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import express, { type Express, type Request, type Response } from 'express';

/** A certificate that a body has on record: what it is found by, and whose it is. */
interface Recorded {
  body: string;
  entry: Record<string, string>;
  givenName: string;
  familyName: string;
  birthDate: string | null;
  awardedOn: string;
  /** The number of what it certifies; older records have none. */
  qualification?: string;
}
/** What the next requests meet instead of an answer; garbage is an answer that is none. */
interface Fault {
  status: number;
  times: number;
  delayMs: number;
  garbage: boolean;
}

const NO_FAULT: Fault = { status: 503, times: 0, delayMs: 0, garbage: false };

/** Awarding bodies as the outside world has them: certificates on record, found by all that stands on them. */
export function createAwardingBody({ key }: { key: string }): Express {
  const app = express();
  const records: Recorded[] = [];
  let fault = NO_FAULT;
  let asked = 0;
  app.disable('x-powered-by').use(express.json({ limit: '100kb' }));

  app.post('/certificates/find', async (request: Request, response: Response) => {
    if (request.get('authorization') !== `Bearer ${key}`) return void response.status(401).json({ error: 'unknown key' });
    asked += 1;
    if (fault.delayMs > 0) await pause(fault.delayMs);
    if (fault.times > 0) {
      fault = { ...fault, times: fault.times - 1 };
      if (fault.garbage) return void response.type('html').send('<h1>It works!</h1>');
      return void response.status(fault.status).json({ error: 'a fault that was switched on' });
    }
    const { body, entry } = request.body as Recorded;
    const found = records.find((each) => each.body === body && isSame(each.entry, entry ?? {}));
    if (!found) return void response.status(404).json({ error: 'no such certificate' });
    const { body: _body, entry: _entry, ...certificate } = found;
    response.json(certificate);
  });
  app.post('/certificates', (request: Request, response: Response) => {
    const { birthDate = null, ...given } = request.body as Omit<Recorded, 'birthDate'> & { birthDate?: string };
    records.push({ ...given, birthDate });
    response.status(204).end();
  });
  app.post('/faults', (request: Request, response: Response) => {
    fault = { ...NO_FAULT, ...(request.body as Partial<Fault>) };
    response.status(204).end();
  });
  app.get('/asked', (_request: Request, response: Response) => void response.json({ asked }));
  app.get('/healthz', (_request: Request, response: Response) => void response.json({ ok: true }));
  return app;
}

/** Numbers alone are looked at: a date that was mistyped is found, and differs. */
function isSame(record: Record<string, string>, entry: Record<string, string>): boolean {
  return Object.entries(record).every(([name, value]) => entry[name]?.toUpperCase() === value.toUpperCase());
}

/** Serves the bodies until their process ends. */
export function serveAwardingBody(port: number, options: { key: string }): Server {
  return createAwardingBody(options).listen(port, '127.0.0.1');
}
