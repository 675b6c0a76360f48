import { proxyActivities } from '@temporalio/workflow';
import type { QualificationActivities, RecognitionActivities } from '../activities/qualifications.activities';
import { qualificationNames } from '../domain/qualifications/qualification';
import type { ProcessStart, Resumed } from '../messages/core.messages';
import { DOCUMENTS_TASK_QUEUE } from '../messages/documents.messages';
import { DurableCase } from './process';

/** A try that is silent for so long, its worker killed, is made again; so is one whose document takes the worker with it, three times. */
const { readDocument } = proxyActivities<RecognitionActivities>({
  taskQueue: DOCUMENTS_TASK_QUEUE,
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '30s',
  retry: { initialInterval: '1s', maximumAttempts: 3 },
});
/** The case waits no longer than its rules say: tries beyond that are for an answer that comes late. */
const { askBody } = proxyActivities<QualificationActivities>({
  startToCloseTimeout: '30s',
  scheduleToCloseTimeout: '3 days',
  retry: { initialInterval: '2s', backoffCoefficient: 3, maximumInterval: '1 hour' },
});

/**
 * A qualification of a person (QUA-1): a document that the document worker reads and matches, or details that are checked with the
 * awarding body; what neither verifies a case operator decides, and the person may contest it (AUT-1).
 */
export async function qualification(start: ProcessStart, resumed?: Resumed): Promise<string> {
  const paper = new DurableCase(start, qualificationNames, resumed);

  paper.accepts('refer');
  paper.accepts('accept');
  paper.accepts('askForMore');
  paper.accepts('refuse');
  paper.accepts('contest');
  paper.does((work) => (work.startsWith('read/') ? readDocument(start) : askBody(start)), 'failed');

  if (await paper.opensItself()) await paper.keepsSchedule();
  return paper.closed();
}
