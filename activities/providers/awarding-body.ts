import { z } from 'zod';
import type { Entered } from '../../domain/qualifications/awarding-body';
import type { Certificate } from '../../domain/qualifications/body-answer';
import { NotSent, notTaken } from './not-sent';

/** How long a body may take to answer. */
const ANSWERS_WITHIN_MS = 10_000;
const UNKNOWN = 404;

const certificate = z.object({
  givenName: z.string(),
  familyName: z.string(),
  birthDate: z.iso.date().nullable(),
  awardedOn: z.iso.date(),
  qualification: z.string().nullable().default(null),
});

/** Asks awarding bodies through their common HTTP interface; undefined where none is configured (QUA-1). */
export function awardingBodies(url: string | undefined, key: string | undefined) {
  if (!url || !key) return undefined;
  return {
    /** The certificate that a body knows by what was entered of it; null where it knows none. Throws NotSent where it does not answer, or not as agreed. */
    async find(body: string, entry: Entered): Promise<Certificate | null> {
      const answer = await fetch(`${url}/certificates/find`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` },
        body: JSON.stringify({ body, entry }),
        signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
      }).catch((error: Error) => {
        throw new NotSent(`Awarding body: ${error.name}`, false);
      });
      if (answer.status === UNKNOWN) return null;
      if (!answer.ok) throw notTaken('Awarding body', answer.status);
      const read = certificate.safeParse(await answer.json().catch(() => null));
      // What it sent instead may name somebody: it goes into no failure.
      if (!read.success) throw new NotSent('Awarding body: no answer as agreed', false);
      return read.data;
    },
  };
}

/** As the worker uses it. */
export type AwardingBodies = NonNullable<ReturnType<typeof awardingBodies>>;
