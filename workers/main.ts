import { Runtime, DefaultLogger } from '@temporalio/worker';
import { connectDatabase } from '../db/database';
import { readConfig } from '../platform/config';
import { log } from '../platform/log';
import { createWorker, workerConnection } from './worker';

/** The process that polls for workflow and activity tasks; it ends on SIGTERM, or where Temporal is lost for good, and is started anew. */
async function main(): Promise<void> {
  const config = readConfig();
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message }) => log.warn({ level, message }, 'temporal')),
    shutdownSignals: ['SIGTERM', 'SIGINT'],
  });
  const database = connectDatabase(config.DATABASE_URL);
  const connection = await workerConnection();
  const worker = await createWorker(connection, config.TEMPORAL_NAMESPACE, { database, ring: config.COUNTERSIGN_KEYS });
  log.info('worker is polling');
  await worker.run();
  await connection.close();
  await database.destroy();
}

main().catch((error: Error) => {
  log.error({ error: error.message }, 'worker ended');
  process.exit(1);
});
