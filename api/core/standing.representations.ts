import { z } from 'zod';
import { nextEvent } from './schemas';
import type { ProcessRow } from '../../db/core/process.model';

/** How a process stands (WHY-1, WHY-2, OPS-5). */
export const standing = z.object({
  businessId: z.string(),
  kind: z.string(),
  reference: z.string(),
  owner: z.string(),
  entity: z.uuid(),
  stage: z.string(),
  awaiting: z.string(),
  clock: z.string(),
  since: z.iso.datetime(),
  why: z.string(),
  next: z.array(nextEvent),
  dueAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  policyVersion: z.string(),
});

/** How a process stands. */
export function standingBody(process: ProcessRow) {
  const { businessId, kind, reference, owner, stage, awaiting, clock, since, why, next, dueAt, endedAt, policyVersion } = process;
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
    dueAt,
    endedAt,
    policyVersion,
  };
}
