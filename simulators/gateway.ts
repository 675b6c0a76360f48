import type { Server } from 'node:http';
import { randomUUID } from 'node:crypto';
import express, { type Express, type Request, type Response } from 'express';
import { escaped, outsideService, pageOf, type Told } from './outside-service';

/** A payment as the gateway took it: pence. */
interface Payment {
  id: string;
  reference: string;
  amount: number;
  currency: string;
  description: string;
  returnUrl: string;
  outcome: string;
}

/**
 * A card gateway as the outside world has them: takes each payment once by its Idempotency-Key, has a page at which it is paid (here the
 * payer chooses what comes of it), and tells by a signed webhook. A payment may be reported again, and over another amount, from its page.
 */
export function createCardGateway(options: { key: string; webhook: Told }): Express {
  const app = express();
  const payments = new Map<string, Payment>();
  app.disable('x-powered-by').use(express.json({ limit: '20kb' }), express.urlencoded({ extended: false }));
  const service = outsideService(app, options);

  app.post('/payments', async (request: Request, response: Response) => {
    if (await service.answers(request, response)) return;
    const { reference, amount, currency, description, returnUrl } = request.body as Omit<Payment, 'id' | 'outcome'>;
    const known = [...payments.values()].find((payment) => payment.reference === reference);
    const payment = known ?? { id: randomUUID(), reference, amount, currency, description, returnUrl, outcome: '' };
    payments.set(payment.id, payment);
    response.status(201).json({ id: payment.id, url: `${request.protocol}://${request.get('host')}/payments/${payment.id}` });
  });
  app.get('/payments', (_request: Request, response: Response) => void response.json([...payments.values()].reverse()));
  app.get('/payments/:id', (request: Request, response: Response) => {
    const payment = payments.get(String(request.params['id']));
    response
      .status(payment ? 200 : 404)
      .type('html')
      .send(page(payment));
  });
  app.post('/payments/:id', (request: Request, response: Response) => {
    const payment = payments.get(String(request.params['id']));
    const { outcome, amount, currency } = request.body as Record<string, string | undefined>;
    if (!payment || (outcome !== 'succeeded' && outcome !== 'failed'))
      return void response.status(422).json({ error: 'no such payment or outcome' });
    payment.outcome = outcome;
    const { reference } = payment;
    service.tell(`payment.${outcome}`, { reference, amount: amount ?? String(payment.amount), currency: currency ?? payment.currency });
    response.redirect(303, payment.returnUrl);
  });
  app.get('/', (_request: Request, response: Response) => void response.type('html').send(list([...payments.values()].reverse())));
  return app;
}

function page(payment: Payment | undefined): string {
  if (!payment) return pageOf('There is no such payment', '');
  const pounds = `£${(payment.amount / 100).toFixed(2)}`;
  const buttons = `<button name="outcome" value="succeeded">Pay ${pounds}</button><button name="outcome" value="failed">The card is refused</button>`;
  const back = `<a href="${escaped(payment.returnUrl)}">Go back without paying</a>`;
  return pageOf(
    `Pay ${pounds} by card`,
    `<p>This gateway is a simulator: no card is needed.</p><form method="post">${buttons}</form><p>${back}</p>`,
  );
}

function list(payments: Payment[]): string {
  const rows = payments.map(
    ({ id, description, outcome }) => `<li><a href="/payments/${id}">${escaped(description)}</a>: ${outcome || 'not paid yet'}</li>`,
  );
  return pageOf('Payments that were asked for', `<ul>${rows.join('')}</ul>`);
}

/** Serves the gateway until its process ends. */
export function serveCardGateway(port: number, options: Parameters<typeof createCardGateway>[0]): Server {
  return createCardGateway(options).listen(port, '127.0.0.1');
}
