import { setTimeout as pause } from 'node:timers/promises';
import { keyedFetch } from '../platform/keyed-fetch';

const ARRIVES_WITHIN_MS = 15_000;

/** Signs in as a person would: password, then the code from the SMS, read from the provider's simulator. Answers the token. */
export async function signInWithCode(api: string, sms: string, email: string, password: string): Promise<string> {
  const since = new Date().toISOString();
  const pending = await post<{ signIn: string; reference: string }>(`${api}/v1/sessions`, { email, password });
  const code = await codeFor(sms, pending.reference, since);
  return (await post<{ token: string }>(`${api}/v1/sessions/${pending.signIn}/code`, { code })).token;
}

/** Waits for the SMS with a reference that came since an instant, and reads its six digits. */
export async function codeFor(sms: string, reference: string, since: string): Promise<string> {
  for (const until = Date.now() + ARRIVES_WITHIN_MS; Date.now() < until; await pause(20)) {
    const messages = (await (await fetch(`${sms}/messages`)).json()) as { text: string; at: string }[];
    const found = messages.find(({ text, at }) => at >= since && text.includes(`reference ${reference})`));
    if (found) return /\b\d{6}\b/.exec(found.text)![0];
  }
  throw new Error(`No SMS with the reference ${reference} has arrived`);
}

async function post<Body>(url: string, body: unknown): Promise<Body> {
  const answer = await keyedFetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url.split('/').slice(3).join('/')} answers ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Body;
}
