import { proxyActivities } from '@temporalio/workflow';
import type { DocumentActivities } from '../activities/documents.activities';
import { documentNames } from '../domain/work/document';
import type { ProcessStart, Resumed } from '../messages/core.messages';
import { DOCUMENTS_TASK_QUEUE } from '../messages/documents.messages';
import { DurableCase } from './process';

/** How long the document worker may be away does not matter; a try that is silent for so long, its worker killed, is made again. */
const { makeDocument } = proxyActivities<DocumentActivities>({
  taskQueue: DOCUMENTS_TASK_QUEUE,
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '15s',
  retry: { initialInterval: '1s', maximumAttempts: 5 },
});

/**
 * A document (OPS-2): asked for, made by the document worker on its own task queue, there to be downloaded; one that could not be
 * made is a task, and is tried again.
 */
export async function document(start: ProcessStart, resumed?: Resumed): Promise<string> {
  const paper = new DurableCase(start, documentNames, resumed);

  paper.opensBy('ask');
  paper.accepts('retry');
  paper.does(() => makeDocument(start), 'failed');

  if (await paper.opened()) await paper.keepsSchedule();
  return paper.closed();
}
