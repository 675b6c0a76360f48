import { ApplicationFailure, heartbeat } from '@temporalio/activity';
import { openFile } from '../db/access/offers';
import { inScope } from '../db/core/database';
import { policyOnce } from '../db/core/rules';
import {
  beginExamination,
  catalogue,
  claimedKind,
  keepAnswer,
  keepMatch,
  keepUnreadable,
  type Examined,
} from '../db/qualifications/examinations.commands';
import { awardedIn, numberIn } from '../domain/qualifications/awarding-body';
import { answered } from '../domain/qualifications/body-answer';
import { matchDocument } from '../domain/qualifications/document-match';
import { nameIn, type ProcessStart } from '../domain/processes';
import { londonDate } from '../domain/working-days';
import { businessNow } from './business-now';
import { throughCircuit } from './circuit';
import type { ActivityDeps } from './deps';
import { recognise, Unreadable } from './documents/recognition';

/** Whose work it is. */
type Start = Pick<ProcessStart, 'tenant' | 'businessId' | 'policyVersion'>;

/** What the document worker does about qualifications. */
export function recognitionActivities({ database, ring }: ActivityDeps) {
  return {
    /**
     * Reads the document that was given last, compares it with the person's record, and keeps no more than what came of it: a repeat
     * finds it (QUA-1, SEC-12). It heartbeats as it reads. What cannot be read is kept as that.
     */
    readDocument: async ({ tenant, businessId, policyVersion }: Start): Promise<void> => {
      const now = businessNow();
      const scope = { tenant, organisation: null };
      const begun = await inScope(database, scope, async (trx) => {
        const examined = await beginExamination(trx, nameIn(businessId));
        if (!examined) return null;
        return { ...examined, file: await openFile(trx, examined.giving.fileId!, ring), catalogue: await catalogue(trx) };
      });
      if (!begun) return;
      const { giving, person, file } = begun;
      const lines = file ? await linesOf(file) : null;
      const match = lines && matchDocument(lines, person, begun.catalogue, londonDate(giving.givenAt));
      await inScope(database, scope, async (trx) => {
        if (!match) return keepUnreadable(trx, giving.id, now());
        const { qualifications } = await policyOnce(trx, tenant, policyVersion);
        return keepMatch(trx, giving, match, qualifications.matchScore, now());
      });
    },
  };
}

/** What the worker does about qualifications. */
export function qualificationActivities({ database, awardingBodies }: ActivityDeps) {
  return {
    /** Asks the awarding body about the details that were given last, and keeps what it answered: a repeat finds it (QUA-1). Throws where it does not answer. */
    askBody: async ({ tenant, businessId }: Pick<Start, 'tenant' | 'businessId'>): Promise<void> => {
      const now = businessNow();
      const scope = { tenant, organisation: null };
      const begun = await inScope(database, scope, async (trx): Promise<(Examined & Awaited<ReturnType<typeof claimedKind>>) | null> => {
        const examined = await beginExamination(trx, nameIn(businessId));
        return examined && { ...examined, ...(await claimedKind(trx, examined.giving)) };
      });
      if (!begun) return;
      if (!awardingBodies) throw ApplicationFailure.nonRetryable('No awarding body can be asked', 'NobodyToAsk');
      const { giving, person, kind, body } = begun;
      const entry = giving.entry!;
      const asking = { tenant, service: 'awardingBody', id: giving.id, entity: giving.qualificationId, name: 'certificate' } as const;
      const certificate = await throughCircuit(database, asking, () => awardingBodies.find(body.code, entry));
      const told = { number: numberIn(body, entry), awardedOn: awardedIn(body, entry) };
      const outcome = answered(certificate, person, { kind, awardedOn: told.awardedOn });
      await inScope(database, scope, (trx) => keepAnswer(trx, giving, outcome, told, now()));
    },
  };
}

/** As workflows see them. */
export type RecognitionActivities = ReturnType<typeof recognitionActivities>;
export type QualificationActivities = ReturnType<typeof qualificationActivities>;

async function linesOf(file: { type: string; content: Buffer }): Promise<string[] | null> {
  const beats = setInterval(heartbeat, 5_000);
  try {
    return await recognise(file, () => heartbeat());
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  } finally {
    clearInterval(beats);
  }
}
