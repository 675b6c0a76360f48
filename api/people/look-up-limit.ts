import type { Transaction } from '../../db/core/database';
import { countLookUp } from '../../db/people/look-ups.commands';
import type { Instant } from '../../domain/working-days';
import type { Caller } from '../../platform/scope';
import { Problem } from '../core/problems';

/** Counts a look-up of the caller's organisation (EMP-2). Throws 429 where it has used up those of the hour. */
export async function takeLookUp(trx: Transaction, { tenant, organisation, policy }: Caller, at: Instant): Promise<void> {
  const freeAt = await countLookUp(trx, { tenant, organisation: organisation! }, policy.employees.lookUpsAnHour, at);
  if (freeAt === null) return;
  throw new Problem(429, 'too-many', 'Your organisation has looked for as many people as it may within an hour', {
    detail: 'Wait. If you have more people to add than that, ask our staff.',
    headers: { 'Retry-After': String(Math.ceil((Date.parse(freeAt) - Date.parse(at)) / 1000)) },
  });
}
