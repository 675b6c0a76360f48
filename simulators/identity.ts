import type { Server } from 'node:http';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import express, { type Express, type Request, type Response } from 'express';
import { Webhook } from 'standardwebhooks';

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
/** What the next requests meet instead of an answer, and how what comes of checks is told. */
interface Fault {
  status: number;
  times: number;
  delayMs: number;
  /** How often each message is sent, under its one identifier. */
  tells: number;
  /** Messages are kept until `POST /release`, which sends the newest first. */
  isWithheld: boolean;
  /** Signed by a stranger. */
  isForged: boolean;
}
/** Where messages go and what they are signed with; what is set later counts. */
interface Told {
  url: string;
  secret: string;
}

const SOUND: Fault = { status: 503, times: 0, delayMs: 0, tells: 1, isWithheld: false, isForged: false };
const STRANGER = `whsec_${Buffer.from('a stranger without our secret').toString('base64')}`;
const OUTCOMES: readonly Outcome[] = ['pass', 'fail', 'declined'];

/**
 * An identity provider as the outside world has them: takes each check once by its Idempotency-Key, has a page at which the person is
 * checked (here he chooses what comes of it), and tells by a signed webhook.
 */
export function createIdentityProvider(options: { key: string; webhook: Told }): Express {
  const app = express();
  const checks = new Map<string, Check>();
  const withheld: { id: string; body: string }[] = [];
  let fault = SOUND;
  app.disable('x-powered-by').use(express.json({ limit: '10mb' }), express.urlencoded({ extended: false }));

  app.post('/checks', async (request: Request, response: Response) => {
    if (request.get('authorization') !== `Bearer ${options.key}`) return void response.status(401).json({ error: 'unknown key' });
    if (fault.delayMs > 0) await pause(fault.delayMs);
    if (fault.times > 0) {
      fault = { ...fault, times: fault.times - 1 };
      return void response.status(fault.status).json({ error: 'a fault that was switched on' });
    }
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
    const message = {
      id: `msg_${randomUUID()}`,
      body: JSON.stringify({ type: 'identity.checked', data: { reference: check.reference, outcome } }),
    };
    if (fault.isWithheld) withheld.push(message);
    else void tell(options.webhook, message, fault);
    response.redirect(303, check.returnUrl);
  });
  app.post('/release', async (_request: Request, response: Response) => {
    for (const message of withheld.splice(0).reverse()) await tell(options.webhook, message, fault);
    response.status(204).end();
  });
  app.post('/faults', (request: Request, response: Response) => {
    fault = { ...SOUND, ...(request.body as Partial<Fault>) };
    response.status(204).end();
  });
  app.get('/', (_request: Request, response: Response) => void response.type('html').send(list([...checks.values()].reverse())));
  app.get('/healthz', (_request: Request, response: Response) => void response.json({ ok: true }));
  return app;
}

async function tell({ url, secret }: Told, { id, body }: { id: string; body: string }, { tells, isForged }: Fault): Promise<void> {
  if (!url) return;
  for (let told = 0; told < tells; told += 1) {
    for (let tries = 0; tries < 5; tries += 1) {
      const sentAt = new Date();
      const headers = {
        'Content-Type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
        'webhook-signature': new Webhook(isForged ? STRANGER : secret).sign(id, sentAt, body),
      };
      const answer = await fetch(url, { method: 'POST', headers, body }).catch(() => null);
      if (answer?.ok || isForged) break;
      await pause(500 * 2 ** tries);
    }
  }
}

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const document = (title: string, body: string) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;margin:2rem}button{font:inherit;padding:.5rem 1rem;margin-right:1rem}</style></head>
<body><main><h1>${title}</h1>${body}</main></body></html>`;

function page(check: Check | undefined): string {
  if (!check) return document('There is no such check', '');
  const buttons = [
    ['pass', 'It is me, and it can be seen'],
    ['fail', 'It cannot be seen'],
    ['declined', 'I decline'],
  ].map(([outcome, words]) => `<button name="outcome" value="${outcome}">${words}</button>`);
  return document(
    'Verify your photo and identity',
    `<p>${escaped(check.givenName)} ${escaped(check.familyName)}: this provider is a simulator. What is to come of the check?</p><form method="post">${buttons.join('')}</form>`,
  );
}

function list(checks: Check[]): string {
  const rows = checks.map(
    ({ id, givenName, familyName, outcome }) =>
      `<li><a href="/checks/${id}">${escaped(`${givenName} ${familyName}`)}</a>: ${outcome ?? 'not checked yet'}</li>`,
  );
  return document('Checks that were asked for', `<ul>${rows.join('')}</ul>`);
}

/** Serves the provider until its process ends. */
export function serveIdentityProvider(port: number, options: Parameters<typeof createIdentityProvider>[0]): Server {
  return createIdentityProvider(options).listen(port, '127.0.0.1');
}
