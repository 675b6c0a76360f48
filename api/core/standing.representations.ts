import { z } from 'zod';
import { processKinds } from '../../domain/processes';
import { nextEvent } from './schemas';
import type { ProcessRow } from '../../db/core/process.model';

/** One thing that a case waits for (WHY-1). */
const hold = z.object({
  name: z.string(),
  awaiting: z.string(),
  clock: z.string(),
  since: z.iso.datetime(),
  why: z.string(),
  next: z.array(nextEvent),
  dueAt: z.iso.datetime().nullable(),
});
hold.register(z.globalRegistry, { id: 'Hold' });
/** How a process stands (WHY-1, WHY-2, OPS-5). */
export const standing = z.object({
  businessId: z.string(),
  kind: z.enum(processKinds),
  reference: z.string(),
  owner: z.string(),
  entity: z.uuid(),
  stage: z.string(),
  awaiting: z.string(),
  clock: z.string(),
  since: z.iso.datetime(),
  why: z.string(),
  next: z.array(nextEvent),
  holds: z.array(hold),
  dueAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  policyVersion: z.string(),
});
standing.register(z.globalRegistry, { id: 'Standing' });

/** How a process stands. */
export function standingBody(process: ProcessRow) {
  const { businessId, kind, reference, owner, stage, awaiting, clock, since, why, next, holds, dueAt, endedAt, policyVersion } = process;
  return {
    businessId,
    kind,
    reference,
    owner,
    entity: process.entityId,
    stage,
    awaiting,
    clock,
    since,
    why,
    next,
    holds,
    dueAt,
    endedAt,
    policyVersion,
  };
}
