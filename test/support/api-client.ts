import { randomUUID } from 'node:crypto';
import { keyedFetch } from '../../platform/keyed-fetch';
import { signInWithCode } from '../../ops/sign-in';
import { shared } from './shared';

/** An answer as tests look at it. */
export interface Got<Body = Record<string, never>> {
  status: number;
  headers: Headers;
  body: Body;
}

/** A caller of the public API, with the token that he has, or gets with his first call; a patient one repeats what is answered 429 or 503. */
export class ApiClient {
  private known: Promise<string> | null = null;

  constructor(
    readonly url: string,
    private readonly credential: string | (() => Promise<string>),
    private readonly ask: typeof keyedFetch = fetch,
  ) {}

  /** The same caller, who waits as he is told and repeats under the same key, as every client of ours does (IDM-1). */
  get patient(): ApiClient {
    return new ApiClient(this.url, () => this.token(), keyedFetch);
  }

  /** Who signs in with his first call, once. */
  static of(url: string, email: string, password: string): ApiClient {
    return new ApiClient(url, () => signInWithCode(url, shared().sms.url, email, password));
  }

  /** His token; signs in where he has none yet. */
  token(): Promise<string> {
    return (this.known ??= typeof this.credential === 'string' ? Promise.resolve(this.credential) : this.credential());
  }

  get<Body = never>(path: string, headers: Record<string, string> = {}): Promise<Got<Body>> {
    return this.send('GET', path, undefined, headers);
  }

  /** A command with a fresh key unless one is given. */
  post<Body = never>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Got<Body>> {
    return this.send('POST', path, JSON.stringify(body), {
      'Content-Type': 'application/json',
      'Idempotency-Key': randomUUID(),
      ...headers,
    });
  }

  put<Body = never>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Got<Body>> {
    return this.send('PUT', path, JSON.stringify(body), {
      'Content-Type': 'application/json',
      'Idempotency-Key': randomUUID(),
      ...headers,
    });
  }

  upload<Body = never>(bankAccount: string, file: string | Uint8Array, headers: Record<string, string> = {}): Promise<Got<Body>> {
    return this.send('POST', `/v1/bank-accounts/${bankAccount}/statements`, file, {
      'Content-Type': 'text/csv',
      'Idempotency-Key': randomUUID(),
      ...headers,
    });
  }

  async send<Body>(
    method: string,
    path: string,
    body: string | Uint8Array | undefined,
    headers: Record<string, string>,
  ): Promise<Got<Body>> {
    const answer = await this.ask(this.url + path, {
      method,
      headers: { Authorization: `Bearer ${await this.token()}`, ...headers },
      ...(body === undefined ? {} : { body: body as string }),
    });
    const text = await answer.text();
    const json = /^application\/(problem\+)?json/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, headers: answer.headers, body: (json ? JSON.parse(text) : text) as Body };
  }
}
