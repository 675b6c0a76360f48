import type { Server } from 'node:http';
import express, { type Express, type Request, type Response } from 'express';
import { escaped, outsideService, pageOf, type Told } from './outside-service';

/** A card as the printer took it, with its newest job. */
interface Job {
  reference: string;
  round: string;
  number: string;
  name: string;
  pageUrl: string;
  photo: string | null;
  deliverTo: { name: string; lines: string[]; postcode: string | null };
  /** What it was asked for beside printing, and what it has told. */
  asked: string[];
  told: string[];
}

const STEPS = ['accepted', 'refused', 'produced', 'despatched', 'returned', 'purged'];

/**
 * A printer of cards as the outside world has them: takes each job once by its Idempotency-Key, has a page at which each goes on step by
 * step (here whoever clicks is the printer), and tells by a signed webhook. Purged, nothing of the holder is left.
 */
export function createCardPrinter(options: { key: string; webhook: Told }): Express {
  const app = express();
  const jobs = new Map<string, Job>();
  const taken = new Set<string>();
  app.disable('x-powered-by').use(express.json({ limit: '5mb' }), express.urlencoded({ extended: false }));
  const service = outsideService(app, options);
  const isNew = (request: Request) => {
    const key = request.get('idempotency-key') ?? '';
    return !taken.has(key) && !!taken.add(key);
  };

  app.post('/jobs', async (request: Request, response: Response) => {
    if (await service.answers(request, response)) return;
    const job = request.body as Omit<Job, 'asked' | 'told'>;
    if (isNew(request)) jobs.set(job.reference, { ...job, asked: ['print'], told: [] });
    response.status(202).end();
  });
  app.post('/jobs/:reference/:what', async (request: Request, response: Response) => {
    if (await service.answers(request, response)) return;
    const job = jobs.get(String(request.params['reference']));
    if (job && isNew(request)) {
      job.asked.push(String(request.params['what']));
      job.round = (request.body as { round: string }).round;
    }
    response.status(job ? 202 : 404).end();
  });
  app.get('/jobs', (_request: Request, response: Response) => void response.json([...jobs.values()].reverse()));
  app.post('/reports/:reference', (request: Request, response: Response) => {
    const job = jobs.get(String(request.params['reference']));
    const { told, round } = request.body as Record<string, string | undefined>;
    if (!job || !told || !STEPS.includes(told)) return void response.status(422).json({ error: 'no such job or step' });
    job.told.push(told);
    if (told === 'purged') Object.assign(job, { name: '', photo: null, deliverTo: { name: '', lines: [], postcode: null } });
    service.tell(`card.${told}`, { reference: job.reference, round: round ?? job.round });
    response.redirect(303, '/');
  });
  app.get('/', (_request: Request, response: Response) => void response.type('html').send(list([...jobs.values()].reverse())));
  return app;
}

function list(jobs: Job[]): string {
  const rows = jobs.map(({ reference, round, number, name, deliverTo, asked, told }) => {
    const buttons = STEPS.map((step) => `<button name="told" value="${step}">${step}</button>`).join('');
    const to = [deliverTo.name, ...deliverTo.lines, deliverTo.postcode ?? ''].filter(Boolean).map(escaped).join(', ');
    const words = `Card ${escaped(number)} ${escaped(name)}, job ${escaped(round)}, to ${to || 'nobody'}`;
    return `<li>${words}<br>Asked: ${asked.map(escaped).join(', ')}. Told: ${told.join(', ') || 'nothing yet'}
      <form method="post" action="/reports/${escaped(reference)}">${buttons}</form></li>`;
  });
  return pageOf('Cards to print', `<p>This printer is a simulator: each button reports a step.</p><ul>${rows.join('')}</ul>`);
}

/** Serves the printer until its process ends. */
export function serveCardPrinter(port: number, options: Parameters<typeof createCardPrinter>[0]): Server {
  return createCardPrinter(options).listen(port, '127.0.0.1');
}
