import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client, type ScheduleSpec, type ScheduleOptions } from '@temporalio/client';
import { BULK_TASK_QUEUE } from '../messages/placement';
import type { Recurring } from '../messages/recurring.messages';

interface Recurs {
  spec: ScheduleSpec;
  /** How late a time that was missed, the engine being away, is still made up for. */
  catchUp: '10 minutes' | '1 day';
  means: string;
}

/** What recurs by the clock, and when: London time where it names an hour, so that it holds over both changes of the clock. */
export const schedules: Record<Recurring, Recurs> = {
  linkAudit: {
    spec: { intervals: [{ every: '1 minute' }] },
    catchUp: '10 minutes',
    means: 'The audit trail’s new rows become links of its chain',
  },
  sweep: {
    spec: { calendars: [{ hour: 3, minute: 17 }], timezone: 'Europe/London' },
    catchUp: '1 day',
    means: 'Open cases are compared with their executions, impossible states are looked for',
  },
};

/** Makes the schedules as the table above says, and changes those that differ: safe to repeat. */
export async function prepareSchedules(client: Client): Promise<void> {
  for (const what of Object.keys(schedules) as Recurring[]) {
    const wanted = optionsOf(what);
    try {
      await client.schedule.create(wanted);
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      const { spec, action, policies } = wanted;
      const { note } = wanted.state!;
      await client.schedule.getHandle(what).update(({ state }) => ({ spec, action, policies: policies ?? {}, state: { ...state, note } }));
    }
  }
}

function optionsOf(what: Recurring): ScheduleOptions {
  const { spec, catchUp, means } = schedules[what];
  return {
    scheduleId: what,
    spec,
    policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: catchUp },
    state: { note: means },
    memo: { means },
    // Its execution's ID is this one and the time for which it was due.
    action: {
      type: 'startWorkflow',
      workflowType: 'recurring',
      workflowId: what,
      args: [what],
      taskQueue: BULK_TASK_QUEUE,
      staticSummary: means,
    },
  };
}
