import type { Instant } from '../../domain/working-days';
import { Problem } from '../core/problems';

/** Throws 429 where an organisation has used up its look-ups until `freeAt` (EMP-2). */
export function insistOnLookUps(freeAt: Instant | null, at: Instant): void {
  if (freeAt === null) return;
  throw new Problem(429, 'too-many', 'Your organisation has looked for as many people as it may within an hour', {
    detail: 'Wait. If you have more people to add than that, ask our staff.',
    headers: { 'Retry-After': String(Math.ceil((Date.parse(freeAt) - Date.parse(at)) / 1000)) },
  });
}
