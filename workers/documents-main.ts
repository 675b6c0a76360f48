import { setPriority } from 'node:os';
import { Runtime } from '@temporalio/worker';
import { connectDatabase } from '../db/core/database';
import { readConfig } from '../platform/config';
import { log } from '../platform/log';
import { engineLogging } from './engine-log';
import { createDocumentsWorker, createFilesWorker, workerConnection } from './worker';

/** Behind every other process of ours, before what only idles. */
const NICE = 10;

/** The process that makes documents and checks files of learners: niced, few at a time, so that nobody waits for a page to be set. */
async function main(): Promise<void> {
  const config = readConfig();
  setPriority(NICE);
  Runtime.install({ ...engineLogging, shutdownSignals: ['SIGTERM', 'SIGINT'] });
  const database = connectDatabase(config.DATABASE_URL, 4);
  const connection = await workerConnection();
  const deps = { database, ring: config.COUNTERSIGN_KEYS };
  const workers = [
    await createDocumentsWorker(connection, config.TEMPORAL_NAMESPACE, deps),
    await createFilesWorker(connection, config.TEMPORAL_NAMESPACE, deps),
  ];
  log.info('document worker is polling');
  await Promise.all(workers.map((worker) => worker.run()));
  await connection.close();
  await database.destroy();
}

main().catch((error: Error) => {
  log.error({ error: error.message }, 'document worker ended');
  process.exit(1);
});
