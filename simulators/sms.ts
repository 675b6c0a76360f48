import type { Server } from 'node:http';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import express, { type Express, type Request, type Response } from 'express';
import { Webhook } from 'standardwebhooks';

/** An SMS as the provider took it. */
interface Message {
  id: string;
  to: string;
  text: string;
  reference: string;
  at: string;
}
/** What the next requests meet instead of an answer. */
interface Fault {
  status: number;
  times: number;
  delayMs: number;
}

/** A provider of SMS as the outside world has them: takes each message once by its Idempotency-Key, and tells of its delivery by a signed webhook. */
export function createSmsProvider(options: { key: string; webhook: { url: string; secret: string } | null }): Express {
  const app = express();
  const taken = new Map<string, Message>();
  let fault: Fault = { status: 0, times: 0, delayMs: 0 };
  app.disable('x-powered-by').use(express.json({ limit: '20kb' }));

  app.post('/messages', async (request: Request, response: Response) => {
    if (request.get('authorization') !== `Bearer ${options.key}`) return void response.status(401).json({ error: 'unknown key' });
    if (fault.delayMs > 0) await pause(fault.delayMs);
    if (fault.times > 0) {
      fault.times -= 1;
      return void response.status(fault.status).json({ error: 'a fault that was switched on' });
    }
    const key = request.get('idempotency-key') ?? randomUUID();
    const { to, text, reference } = request.body as Message;
    if (!/^\+\d{8,15}$/.test(to ?? '')) return void response.status(422).json({ error: 'to must be a number in E.164 form' });
    const known = taken.get(key);
    const message = known ?? { id: randomUUID(), to, text, reference, at: new Date().toISOString() };
    taken.set(key, message);
    response.status(202).json({ id: message.id });
    if (!known && options.webhook) void tellDelivery(options.webhook, message);
  });
  app.get('/messages', (request: Request, response: Response) => {
    const to = request.query['to'];
    response.json([...taken.values()].filter((message) => !to || message.to === to).reverse());
  });
  app.post('/faults', (request: Request, response: Response) => {
    fault = { status: 503, times: 0, delayMs: 0, ...(request.body as Partial<Fault>) };
    response.status(204).end();
  });
  app.get('/', (_request: Request, response: Response) => void response.type('html').send(page([...taken.values()].reverse())));
  app.get('/healthz', (_request: Request, response: Response) => void response.json({ ok: true }));
  return app;
}

async function tellDelivery({ url, secret }: { url: string; secret: string }, { id, reference, at }: Message): Promise<void> {
  const body = JSON.stringify({ type: 'sms.delivered', data: { id, reference, at } });
  const sentAt = new Date();
  const headers = {
    'Content-Type': 'application/json',
    'webhook-id': `msg_${id}`,
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(`msg_${id}`, sentAt, body),
  };
  for (let tries = 0; tries < 5; tries += 1) {
    const answer = await fetch(url, { method: 'POST', headers, body }).catch(() => null);
    if (answer?.ok) return;
    await pause(500 * 2 ** tries);
  }
}

function page(messages: Message[]): string {
  const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const rows = messages.map(({ to, text, at }) => `<tr><td>${at.slice(11, 19)}</td><td>${escaped(to)}</td><td>${escaped(text)}</td></tr>`);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="3"><title>SMS simulator</title>
<style>body{font:16px/1.5 system-ui,sans-serif;margin:2rem}td,th{padding:.3rem 1rem;text-align:left;border-bottom:1px solid #ccc}</style></head>
<body><h1>SMS that were sent</h1><table><thead><tr><th>At</th><th>To</th><th>Text</th></tr></thead><tbody>${rows.join('')}</tbody></table></body></html>`;
}

/** Serves the provider until its process ends. */
export function serveSmsProvider(port: number, options: Parameters<typeof createSmsProvider>[0]): Server {
  return createSmsProvider(options).listen(port, '127.0.0.1');
}
