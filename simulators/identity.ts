import type { Server } from 'node:http';
import { randomUUID } from 'node:crypto';
import express, { type Express, type Request, type Response } from 'express';
import { escaped, outsideService, pageOf, type Told } from './outside-service';

type Outcome = 'pass' | 'fail' | 'declined';
/** A check as the provider took it. */
interface Check {
  id: string;
  reference: string;
  givenName: string;
  familyName: string;
  returnUrl: string;
  outcome: Outcome | null;
}

const OUTCOMES: readonly Outcome[] = ['pass', 'fail', 'declined'];

/**
 * An identity provider as the outside world has them: takes each check once by its Idempotency-Key, has a page at which the person is
 * checked (here he chooses what comes of it), and tells by a signed webhook.
 */
export function createIdentityProvider(options: { key: string; webhook: Told }): Express {
  const app = express();
  const checks = new Map<string, Check>();
  app.disable('x-powered-by').use(express.json({ limit: '10mb' }), express.urlencoded({ extended: false }));
  const service = outsideService(app, options);

  app.post('/checks', async (request: Request, response: Response) => {
    if (await service.answers(request, response)) return;
    const key = request.get('idempotency-key') ?? randomUUID();
    const { reference, givenName, familyName, returnUrl } = request.body as Omit<Check, 'id' | 'outcome'>;
    const known = [...checks.values()].find((check) => check.reference === key);
    const check = known ?? { id: randomUUID(), reference, givenName, familyName, returnUrl, outcome: null };
    checks.set(check.id, check);
    response.status(201).json({ id: check.id, url: `${request.protocol}://${request.get('host')}/checks/${check.id}` });
  });
  app.get('/checks', (_request: Request, response: Response) => void response.json([...checks.values()].reverse()));
  app.get('/checks/:id', (request: Request, response: Response) => {
    const check = checks.get(String(request.params['id']));
    response
      .status(check ? 200 : 404)
      .type('html')
      .send(page(check));
  });
  app.post('/checks/:id', (request: Request, response: Response) => {
    const check = checks.get(String(request.params['id']));
    const { outcome } = request.body as { outcome?: Outcome };
    if (!check || !OUTCOMES.includes(outcome!)) return void response.status(422).json({ error: 'no such check or outcome' });
    check.outcome = outcome!;
    service.tell('identity.checked', { reference: check.reference, outcome: check.outcome });
    response.redirect(303, check.returnUrl);
  });
  app.get('/', (_request: Request, response: Response) => void response.type('html').send(list([...checks.values()].reverse())));
  return app;
}

function page(check: Check | undefined): string {
  if (!check) return pageOf('There is no such check', '');
  const buttons = [
    ['pass', 'It is me, and it can be seen'],
    ['fail', 'It cannot be seen'],
    ['declined', 'I decline'],
  ].map(([outcome, words]) => `<button name="outcome" value="${outcome}">${words}</button>`);
  return pageOf(
    'Verify your photo and identity',
    `<p>${escaped(check.givenName)} ${escaped(check.familyName)}: this provider is a simulator. What is to come of the check?</p><form method="post">${buttons.join('')}</form>`,
  );
}

function list(checks: Check[]): string {
  const rows = checks.map(
    ({ id, givenName, familyName, outcome }) =>
      `<li><a href="/checks/${id}">${escaped(`${givenName} ${familyName}`)}</a>: ${outcome ?? 'not checked yet'}</li>`,
  );
  return pageOf('Checks that were asked for', `<ul>${rows.join('')}</ul>`);
}

/** Serves the provider until its process ends. */
export function serveIdentityProvider(port: number, options: Parameters<typeof createIdentityProvider>[0]): Server {
  return createIdentityProvider(options).listen(port, '127.0.0.1');
}
