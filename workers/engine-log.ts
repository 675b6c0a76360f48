import { DefaultLogger, type LogEntry, type RuntimeOptions } from '@temporalio/worker';
import { log } from '../platform/log';

/** What the SDK tells of an entry that names a case: its own names, and the core's. */
const NAMES = {
  case: ['workflowId', 'workflow_id'],
  run: ['runId', 'run_id'],
  activity: ['activityType', 'activity_type'],
  queue: ['taskQueue', 'task_queue'],
} as const;

/** The SDK's log and that of its core as lines of ours: warnings and errors, each with the case that it is about (OPS-5). */
export const engineLogging: Pick<RuntimeOptions, 'logger'> & { telemetryOptions: NonNullable<RuntimeOptions['telemetryOptions']> } = {
  logger: new DefaultLogger('WARN', (entry) => log.warn(lineOf(entry), 'temporal')),
  telemetryOptions: { logging: { filter: { core: 'WARN', other: 'ERROR' }, forward: {} } },
};

/** An entry of the SDK's as a line of ours. */
export function lineOf({ level, message, meta }: Pick<LogEntry, 'level' | 'message' | 'meta'>): Record<string, unknown> {
  const fields = { ...(meta?.['fields'] as object | undefined), ...meta } as Record<string, unknown>;
  const named = Object.entries(NAMES).flatMap(([name, names]) => {
    const found = names.map((each) => fields[each]).find((value) => typeof value === 'string');
    return found === undefined ? [] : [[name, found]];
  });
  const error = meta?.['error'];
  return {
    level,
    message: message.slice(0, 300),
    ...Object.fromEntries(named),
    ...(error instanceof Error ? { error: error.message.slice(0, 200) } : {}),
  };
}
