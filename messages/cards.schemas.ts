import { z } from 'zod';
import { causes } from '../domain/cards/causes';
import { line } from './core.schemas';

/** Body of `POST /v1/cards/{id}/revoke` (CER-3). */
export const revokeCard = z.strictObject({ cause: z.enum(causes), reason: line(500) });
/** Body of `POST /v1/cards/{id}/record` (CRD-1). */
export const recordCardStep = z.strictObject({
  what: z.enum(['accepted', 'produced', 'despatched', 'returned']).describe('What the printer did, and has not reported'),
  reason: line(500),
});
