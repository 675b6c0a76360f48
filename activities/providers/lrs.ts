import { z } from 'zod';
import { ulnFlags, type UlnFlag } from '../../domain/learners/uln-flags';
import type { Gender } from '../../domain/registration/learner';
import { NotSent, notTaken } from './not-sent';

/** How long the service may take to answer. */
const ANSWERS_WITHIN_MS = 10_000;

/** A learner whose ULN is to be verified: our reference of the check, and what the centre told. */
export interface LearnerToVerify {
  reference: string;
  uln: string;
  givenName: string;
  familyName: string;
  birthDate: string;
  gender: Gender;
}

const answered = z.object({ flags: z.array(z.enum(ulnFlags)).max(ulnFlags.length) });

/** Asks the Learning Records Service over HTTP; asking again changes nothing (ULN-1, ULN-2). */
export function learnerRecordsService(url: string, key: string) {
  return {
    /** What differs from the service's record; nothing where the ULN is verified. Throws NotSent where it does not answer, or not as agreed. */
    async verify({ reference, ...learner }: LearnerToVerify): Promise<UlnFlag[]> {
      const answer = await fetch(`${url}/verify`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}`, 'Idempotency-Key': reference },
        body: JSON.stringify(learner),
        signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
      }).catch((error: Error) => {
        throw new NotSent(`LRS: ${error.name}`, false);
      });
      if (!answer.ok) throw notTaken('LRS', answer.status);
      const read = answered.safeParse(await answer.json().catch(() => null));
      // What it sent instead may name somebody: it goes into no failure.
      if (!read.success) throw new NotSent('LRS: no answer as agreed', false);
      return [...new Set(read.data.flags)].sort();
    },
  };
}

/** As the relay uses it. */
export type LearnerRecordsService = ReturnType<typeof learnerRecordsService>;
