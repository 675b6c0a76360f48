import { Worker } from '@temporalio/worker';
import { connectDatabase } from '../db/core/database';
import { readConfig } from '../platform/config';
import { converterPaths, dataConverter } from '../platform/data-converter';
import { workerConnection } from '../workers/worker';

/** The task queue of the floor. */
export const TWIN_QUEUE = 'bench-twin';

async function main(): Promise<void> {
  const config = readConfig();
  const database = connectDatabase(config.DATABASE_URL, 8);
  const worker = await Worker.create({
    connection: await workerConnection(),
    taskQueue: TWIN_QUEUE,
    activities: { note: async (id: string) => void (await database.raw('insert into bench_timers (id, at) values (?, now())', [id])) },
    workflowsPath: require.resolve('./twin.workflow'),
    bundlerOptions: {},
    dataConverter: { ...dataConverter(config.COUNTERSIGN_KEYS), ...converterPaths },
    maxCachedWorkflows: 2000,
    maxConcurrentWorkflowTaskExecutions: 40,
  });
  await worker.run();
}

if (require.main === module) void main();
