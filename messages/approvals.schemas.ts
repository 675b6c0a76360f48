import { z } from 'zod';
import { line } from './common.schemas';

/** Body of `POST /v1/policies` (TIM-3): the numbers that change, all others stay; in force from 00:00 London of a day to come. */
export const policyProposal = z.strictObject({
  effectiveFrom: z.iso.date(),
  changes: z.record(z.string().max(100), z.union([z.int(), z.array(z.int()).max(10)])),
  reason: line(500),
});
/** Body of `POST /v1/adjustments` (SEC-8): pence from one account to another. */
export const adjustmentProposal = z.strictObject({
  from: z.string().regex(/^((funds|debt)\/[0-9a-f-]{36}|writeOffs)$/, 'must be funds/<node>, debt/<node> or writeOffs'),
  to: z.string().regex(/^((funds|debt)\/[0-9a-f-]{36}|writeOffs)$/, 'must be funds/<node>, debt/<node> or writeOffs'),
  amount: z.int().min(1).max(100_000_000),
  reason: line(500),
});
