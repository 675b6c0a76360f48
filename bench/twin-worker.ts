import { Worker } from '@temporalio/worker';
import { readConfig } from '../platform/config';
import { converterPaths, dataConverter } from '../platform/data-converter';
import { workerConnection } from '../workers/worker';

/** The task queue of the floor. */
export const TWIN_QUEUE = 'bench-twin';

async function main(): Promise<void> {
  const config = readConfig();
  const worker = await Worker.create({
    connection: await workerConnection(),
    taskQueue: TWIN_QUEUE,
    workflowsPath: require.resolve('./twin.workflow'),
    bundlerOptions: {},
    dataConverter: { ...dataConverter(config.COUNTERSIGN_KEYS), ...converterPaths },
    maxCachedWorkflows: 2000,
    maxConcurrentWorkflowTaskExecutions: 40,
  });
  await worker.run();
}

if (require.main === module) void main();
