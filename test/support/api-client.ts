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

/** A signed-in caller of the public API; a patient one repeats what is answered 429 or 503, others show it to the test. */
export class ApiClient {
  constructor(
    readonly url: string,
    readonly token: string,
    private readonly ask: typeof keyedFetch = fetch,
  ) {}

  /** The same caller, who waits as he is told and repeats under the same key, as every client of ours does (IDM-1). */
  get patient(): ApiClient {
    return new ApiClient(this.url, this.token, keyedFetch);
  }

  static async signIn(url: string, email: string, password: string): Promise<ApiClient> {
    return new ApiClient(url, await signInWithCode(url, shared().sms.url, email, password));
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
      headers: { Authorization: `Bearer ${this.token}`, ...headers },
      ...(body === undefined ? {} : { body: body as string }),
    });
    const text = await answer.text();
    const json = /^application\/(problem\+)?json/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, headers: answer.headers, body: (json ? JSON.parse(text) : text) as Body };
  }
}
