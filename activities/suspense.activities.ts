import type { SuspenseFacts } from '../domain/suspense/suspense-case';
import { inScope } from '../db/database';
import { suspenseFacts } from '../db/queries/suspense.queries';
import type { ActivityDeps } from './deps';

/** What a receipt's case reads. */
export function suspenseActivities({ database }: ActivityDeps) {
  return {
    /** Amount, position and dates of a receipt in suspense; null where it is there no more (BNK-2). */
    readSuspense: (input: { tenant: string; receipt: string; policyVersion: string }): Promise<SuspenseFacts | null> =>
      inScope(database, { tenant: input.tenant, organisation: null }, (trx) => suspenseFacts(trx, input.receipt, input.policyVersion)),
  };
}

/** As workflows see it. */
export type SuspenseActivities = ReturnType<typeof suspenseActivities>;
