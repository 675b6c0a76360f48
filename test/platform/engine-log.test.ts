import { lineOf } from '../../workers/engine-log';

test('OPS-5 the SDK’s and its core’s warnings name the case, run, activity and queue that they are about, and nothing else of theirs', () => {
  const sdk = {
    workflowId: 'advance-order/ECS1',
    runId: 'r',
    activityType: 'commit',
    taskQueue: 'q',
    input: 'Ann Other',
    error: new Error('e'),
  };
  expect(lineOf({ level: 'WARN', message: 'm', meta: sdk })).toEqual({
    level: 'WARN',
    message: 'm',
    case: 'advance-order/ECS1',
    run: 'r',
    activity: 'commit',
    queue: 'q',
    error: 'e',
  });
  const core = { fields: { workflow_id: 'suspense/1', run_id: 'r', task_queue: 'q', failure: 'Ann Other' } };
  expect(lineOf({ level: 'ERROR', message: 'x'.repeat(400), meta: core })).toEqual({
    level: 'ERROR',
    message: 'x'.repeat(300),
    case: 'suspense/1',
    run: 'r',
    queue: 'q',
  });
  expect(lineOf({ level: 'WARN', message: 'bare' })).toEqual({ level: 'WARN', message: 'bare' });
});
