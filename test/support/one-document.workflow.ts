import { proxyActivities } from '@temporalio/workflow';
import type { DocumentActivities } from '../../activities/documents.activities';
import { DOCUMENTS_TASK_QUEUE } from '../../messages/documents.messages';

const { makeDocument } = proxyActivities<DocumentActivities>({
  taskQueue: DOCUMENTS_TASK_QUEUE,
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: '10 seconds',
});

/** Has one document made, and answers its file. */
export async function oneDocument(process: { tenant: string; businessId: string }): Promise<{ file: string }> {
  return makeDocument(process);
}
