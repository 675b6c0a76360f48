import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { keyedFetch } from '../platform/keyed-fetch';
import { signInWithCode } from './sign-in';

/** What the demo and chaos look at in answers. */
export interface OrderAnswer {
  id: string;
  reference: string;
  due: { amount: number };
  state: string;
  notice: string | null;
  dueAt: string;
}
/** A statement's answer. */
export interface StatementAnswer {
  id: string;
  proof: { status: string; detail: string };
  progress: { lines: number; posted: number; receipts: number; matched: number; done: boolean };
}
/** A node of the company tree with its funds. */
export interface NodeAnswer {
  id: string;
  kind: string;
  name: string;
  funds: { amount: number };
}

const EMPLOYER = 'brightwire@volt.example';
const FINANCE = 'finance@volt.example';
const SECOND = 'finance2@volt.example';
const OPERATOR = 'operator@volt.example';

/** An answer that is no success; `final` where repeating it cannot help. */
export class Unsuccessful extends Error {
  constructor(
    readonly status: number,
    body: string,
  ) {
    super(`${status} ${body}`);
  }
  get final(): boolean {
    return this.status < 500 && this.status !== 409;
  }
}

/** The employer, two of finance and the case operator of the demo, over the public API. */
export class DemoClient {
  private employer = '';
  private finance = '';
  private second = '';
  private operator = '';
  private nodes: NodeAnswer[] = [];
  private account = '';

  constructor(
    private readonly urls: { api: string; sms: string },
    private readonly password: string,
  ) {}

  async signIn(): Promise<void> {
    const token = (email: string) => signInWithCode(this.urls.api, this.urls.sms, email, this.password);
    this.employer = await token(EMPLOYER);
    this.finance = await token(FINANCE);
    this.second = await token(SECOND);
    this.operator = await token(OPERATOR);
    this.nodes = await this.funds();
    const { items } = await this.ask<{ items: { id: string; name: string }[] }>(this.finance, 'GET', '/v1/bank-accounts');
    this.account = items.find(({ name }) => name.includes('Lloyds'))!.id;
  }

  /** What the employer's session is kept by. */
  employerTokenHash(): Buffer {
    return createHash('sha256').update(this.employer).digest();
  }

  async funds(): Promise<NodeAnswer[]> {
    return (await this.ask<{ items: NodeAnswer[] }>(this.employer, 'GET', '/v1/nodes')).items;
  }

  placeOrder(credits: number, key: string): Promise<OrderAnswer> {
    const node = (kind: string) => this.nodes.find((each) => each.kind === kind)!.id;
    const body = {
      purchaseOrder: 'PO 123456',
      level: node('company'),
      billingOffice: node('office'),
      accountsContact: 'Accounts',
      credits,
      payBy: 'bacs',
    };
    return this.ask(this.employer, 'POST', '/v1/advance-orders', body, { 'Idempotency-Key': key });
  }

  order(id: string): Promise<OrderAnswer> {
    return this.ask(this.employer, 'GET', `/v1/advance-orders/${id}`);
  }

  why(id: string): Promise<{ why: string; next: { at: string; what: string }[] }> {
    return this.ask(this.employer, 'GET', `/v1/processes/${id}`);
  }

  statement(id: string): Promise<StatementAnswer> {
    return this.ask(this.finance, 'GET', `/v1/statements/${id}`);
  }

  /** Waits until a receipt with these words is a case in suspense: its ID and how it stands. */
  async inSuspense(words: string): Promise<{ id: string; why: string; next: { at: string; what: string }[] }> {
    for (;;) {
      const { items } = await this.ask<{ items: { id: string; state: string; texts: string[] }[] }>(
        this.finance,
        'GET',
        '/v1/receipts?limit=50',
      );
      const found = items.find((receipt) => receipt.state === 'suspense' && receipt.texts.some((text) => text.includes(words)));
      try {
        if (found)
          return {
            ...(await this.ask<{ why: string; next: { at: string; what: string }[] }>(this.finance, 'GET', `/v1/processes/${found.id}`)),
            id: found.id,
          };
      } catch (error) {
        if (!(error instanceof Unsuccessful) || error.status !== 404) throw error;
      }
      await pause(200);
    }
  }

  /** Uploads a Lloyds file of today with these lines, which follows on from the statement before. */
  async uploadStatement(lines: { text: string; pence: number }[], key: string): Promise<StatementAnswer> {
    const { items } = await this.ask<{ items: { closing: { amount: number } | null }[] }>(this.finance, 'GET', '/v1/statements?limit=1');
    const date = new Date().toISOString().slice(0, 10).split('-').reverse().join('/');
    const pounds = (pence: number) => (pence / 100).toFixed(2);
    let balance = items[0]?.closing?.amount ?? 1_000_000;
    const rows = lines
      .map(({ text, pence }) => `${date},BGC,'82-62-19,12345678,${text},,${pounds(pence)},${pounds((balance += pence))}`)
      .reverse();
    const file = [
      'Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance',
      ...rows,
    ].join('\n');
    return this.uploadFile(file, key);
  }

  /** Uploads any file as a statement of the Lloyds account. */
  uploadFile(file: string, key: string): Promise<StatementAnswer> {
    const headers = { 'Idempotency-Key': key, 'Content-Type': 'text/csv', 'X-File-Name': `${key}.csv` };
    return this.ask(this.finance, 'POST', `/v1/bank-accounts/${this.account}/statements`, file, headers);
  }

  /** Reads anything as finance. */
  read(path: string): Promise<unknown> {
    return this.ask(this.finance, 'GET', path);
  }

  /** A call as one of them, a command under its key; a file goes as it is. */
  as<Body>(who: 'employer' | 'finance' | 'second' | 'operator', method: string, path: string, body?: unknown, key?: string): Promise<Body> {
    return this.ask(this[who], method, path, body, {
      ...(key ? { 'Idempotency-Key': key } : {}),
      ...(method === 'PUT' ? { 'If-Match': '*' } : {}),
    });
  }

  private async ask<Body>(
    token: string,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Body> {
    const answer = await keyedFetch(this.urls.api + path, {
      method,
      headers: {
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'Content-Type': body instanceof Uint8Array ? 'application/octet-stream' : 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body) }),
      answersWithinMs: 30_000,
    });
    const text = await answer.text();
    if (!answer.ok) throw new Unsuccessful(answer.status, text);
    return JSON.parse(text) as Body;
  }
}
