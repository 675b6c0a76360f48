import type { Policy } from '../../domain/policy';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { UserRow } from './user.model';

/** What leaves for an account because somebody asked who has not proved yet that it is his. */
export type Sent = 'codes' | 'links';

const HOUR_MS = 3_600_000;
const counters = { codes: 'codesSentAt', links: 'linksSentAt' } as const;
const mostOf: Record<Sent, (policy: Policy) => number> = {
  codes: ({ signIn }) => signIn.codesAnHour,
  links: ({ users }) => users.linksAnHour,
};

/**
 * Counts what is about to be sent, under the account's lock (SEC-1, SEC-3). Answers null, or where so many have left within the hour
 * the instant from which another one may; then nothing is to be sent.
 */
export async function takeSend(trx: Transaction, user: string, what: Sent, policy: Policy, at: Instant): Promise<Instant | null> {
  const counter = counters[what];
  const row = await UserRow.query(trx).findById(user).forNoKeyUpdate().throwIfNotFound();
  const hourAgo = new Date(Date.parse(at) - HOUR_MS).toISOString();
  const counted = row[counter].map((each) => new Date(each).toISOString()).filter((each) => each > hourAgo);
  if (counted.length >= mostOf[what](policy)) return new Date(Date.parse(counted.at(-mostOf[what](policy))!) + HOUR_MS).toISOString();
  await UserRow.query(trx)
    .findById(user)
    .patch({ [counter]: [...counted, at] });
  return null;
}

/** Whoever it was sent to has used it: nothing of it counts any more. */
export async function forgetSends(trx: Transaction, user: string, ...what: Sent[]): Promise<void> {
  await UserRow.query(trx)
    .findById(user)
    .patch(Object.fromEntries(what.map((each) => [counters[each], []])));
}
