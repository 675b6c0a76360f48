import { verify } from '@node-rs/argon2';
import { refuse } from '../../domain/refusal';
import { forgetTry, noteFailure, takeTry } from '../../db/access/sign-in.commands';
import { emailOf, passwordHashOf } from '../../db/access/users.queries';
import { inScope } from '../../db/core/database';
import type { Caller } from '../../platform/scope';
import { refusedProblem, type Problem } from '../core/problems';
import type { ApiDeps } from '../core/route';
import { locked } from './sign-in.routes';

/**
 * Whoever finds a session open does not take the account with it: the password is given again, and counts as at sign-in (SEC-1).
 * Throws 422 where it is missing or wrong, 429 where there were too many failures.
 */
export async function insistOnPassword({ database, clock }: ApiDeps, caller: Caller, given: string | undefined): Promise<void> {
  if (given === undefined) throw wanted('Another mobile number wants your password');
  const at = (await clock()).toISOString();
  const { signIn } = caller.policy;
  const { email, hash } = await inScope(database, caller, async (trx) => ({
    email: await emailOf(trx, caller.user),
    hash: await passwordHashOf(trx, caller.user),
  }));
  const { lockedUntil } = await takeTry(database, email, signIn, at, true);
  if (lockedUntil) throw locked(lockedUntil, at);
  if (hash !== null && (await verify(hash, given))) return forgetTry(database, email, at);
  const until = await noteFailure(database, email, signIn, at);
  throw until ? locked(until, at) : wanted('The password is wrong');
}

function wanted(detail: string): Problem {
  return refusedProblem([refuse('password', 'SEC-1', detail, 'Send the one that you sign in with.', '/password')]);
}
