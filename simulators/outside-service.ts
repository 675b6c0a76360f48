import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Express, Request, Response } from 'express';
import { Webhook } from 'standardwebhooks';

/** What the next requests meet instead of an answer, and how what happened is told. */
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
  /** Never sent at all. */
  isLost: boolean;
}
interface Message {
  id: string;
  body: string;
}
/** Where messages go and what they are signed with; what is set later counts. */
export interface Told {
  url: string;
  secret: string;
}

const SOUND: Fault = { status: 503, times: 0, delayMs: 0, tells: 1, isWithheld: false, isForged: false, isLost: false };
const STRANGER = `whsec_${Buffer.from('a stranger without our secret').toString('base64')}`;

/** What outside services have in common: a key, signed webhooks that are repeated until they are taken, faults that a test switches on, and a page of their own. */
export function outsideService(app: Express, { key, webhook }: { key: string; webhook: Told }) {
  const withheld: Message[] = [];
  let fault = SOUND;
  app.post('/faults', (request: Request, response: Response) => {
    fault = { ...SOUND, ...(request.body as Partial<Fault>) };
    response.status(204).end();
  });
  app.post('/release', async (_request: Request, response: Response) => {
    for (const message of withheld.splice(0).reverse()) await send(webhook, message, fault);
    response.status(204).end();
  });
  app.get('/healthz', (_request: Request, response: Response) => void response.json({ ok: true }));
  return {
    /** True where a request was answered already: its key is unknown, or a fault is switched on. */
    async answers(request: Request, response: Response): Promise<boolean> {
      if (request.get('authorization') !== `Bearer ${key}`) return refuse(response, 401, 'unknown key');
      if (fault.delayMs > 0) await pause(fault.delayMs);
      if (fault.times === 0) return false;
      fault = { ...fault, times: fault.times - 1 };
      return refuse(response, fault.status, 'a fault that was switched on');
    },
    /** Tells by webhook what has happened. */
    tell(type: string, data: Record<string, string>): void {
      const message = { id: `msg_${randomUUID()}`, body: JSON.stringify({ type, data }) };
      if (fault.isWithheld) withheld.push(message);
      else if (!fault.isLost) void send(webhook, message, fault);
    },
  };
}

function refuse(response: Response, status: number, error: string): true {
  response.status(status).json({ error });
  return true;
}

async function send({ url, secret }: Told, { id, body }: Message, { tells, isForged }: Fault): Promise<void> {
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

/** Text as it stands in a page. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A page of the service's own. */
export function pageOf(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;margin:2rem}button{font:inherit;padding:.5rem 1rem;margin:0 1rem 1rem 0}</style></head>
<body><main><h1>${title}</h1>${body}</main></body></html>`;
}
