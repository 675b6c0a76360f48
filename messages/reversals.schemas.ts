import { z } from 'zod';
import { line } from './common.schemas';

/** Body of `POST /v1/advance-orders/{id}/reversals`, and of approving and declining one (ADV-5). */
export const reversalBody = z.strictObject({ reason: line(500) });
