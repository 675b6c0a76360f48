import { codeFor } from '../../ops/sign-in';
import { ApiClient, type Got } from './api-client';
import { eventually } from './eventually';
import type { Mailbox } from './mailbox';
import { shared } from './shared';

/** A user as the API shows him. */
export interface UserBody {
  id: string;
  email: string;
  role: string;
  state: string;
  grants: { right: string; node: string | null }[];
  invitation: { id: string; state: string; link: number; expiresAt: string | null } | null;
  advice: string | null;
}
/** What signing in answers at first. */
export interface Pending {
  signIn: string;
  reference: string;
  sentTo: string;
}

/** A caller who is not signed in. */
export function nobody(api: string): ApiClient {
  return new ApiClient(api, '');
}

/** The newest link in the mails to somebody with words in their subject: its token. */
export function linkFor(mailbox: Mailbox, email: string, subject: string, after?: string): Promise<string> {
  return eventually(async () => {
    const link = (await mailbox.to(email, subject)).map((mail) => /\/activate\/(\S+)/.exec(mail.text)![1]!).at(-1);
    if (!link || link === after) throw new Error(`No mail to ${email} with "${subject}"`);
    return link;
  });
}

/** Asks for the code of a link and reads it from the SMS. */
export async function codeOfLink(api: string, link: string): Promise<string> {
  const since = new Date().toISOString();
  const pending = await nobody(api).post<Pending>('/v1/links/code', { link });
  if (pending.status !== 202) throw new Error(`No code: ${pending.status} ${JSON.stringify(pending.body)}`);
  return codeFor(shared().sms.url, pending.body.reference, since);
}

/** Goes the whole way from a link to a password. */
export async function activate(api: string, link: string, password: string): Promise<Got<{ email: string }>> {
  return nobody(api).post('/v1/links/password', { link, code: await codeOfLink(api, link), password });
}

/** A new user's data; everything mandatory is there. */
export function person(local: string, change: Record<string, unknown> = {}): Record<string, unknown> {
  return { givenName: 'Ada', familyName: 'Lovelace', email: `${local}@people.example`, mobile: '07700 900123', ...change };
}
