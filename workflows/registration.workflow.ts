import { proxyActivities } from '@temporalio/workflow';
import type { RegistrationActivities } from '../activities/registration.activities';
import { registrationNames } from '../domain/registration/registration';
import type { ProcessStart, Resumed } from '../messages/core.messages';
import { FILES_TASK_QUEUE } from '../messages/registration.messages';
import { DurableCase } from './process';

/** A try that is silent for so long, its worker killed, is made again: it goes on where the last one ended. */
const { checkLearners } = proxyActivities<RegistrationActivities>({
  taskQueue: FILES_TASK_QUEUE,
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '30s',
  retry: { initialInterval: '1s', maximumAttempts: 5 },
});

/**
 * A registration of learners (REG-1): a file is sent and checked row by row, or learners are keyed in; each group of one product is
 * confirmed, and can be undone for a while (IMP-1); what nobody confirms is reminded of, and lapses.
 */
export async function registration(start: ProcessStart, resumed?: Resumed): Promise<string> {
  const learners = new DurableCase(start, registrationNames, resumed);

  learners.opensBy('send');
  learners.accepts('retry');
  learners.accepts('confirm');
  learners.accepts('undo');
  learners.accepts('discard');
  learners.does(() => checkLearners(start), 'failed');

  if (await learners.opened()) await learners.keepsSchedule();
  return learners.closed();
}
