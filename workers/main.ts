import { Runtime, DefaultLogger } from '@temporalio/worker';
import { connectDatabase } from '../db/core/database';
import { readConfig } from '../platform/config';
import { log } from '../platform/log';
import { startTracing } from '../platform/tracing';
import { createWorker, workerConnection } from './worker';

/** The process that polls for workflow and activity tasks; it ends on SIGTERM, or where Temporal is lost for good, and is started anew. */
async function main(): Promise<void> {
  const config = readConfig();
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message }) => log.warn({ level, message }, 'temporal')),
    shutdownSignals: ['SIGTERM', 'SIGINT'],
    ...(config.METRICS_PORT
      ? { telemetryOptions: { metrics: { prometheus: { bindAddress: `${config.HOST}:${config.METRICS_PORT}` } } } }
      : {}),
  });
  const database = connectDatabase(config.DATABASE_URL);
  const connection = await workerConnection();
  const tracing = startTracing('worker');
  const deps = { database, ring: config.COUNTERSIGN_KEYS };
  const worker = await createWorker(connection, config.TEMPORAL_NAMESPACE, deps, tracing);
  log.info('worker is polling');
  await worker.run();
  await connection.close();
  await database.destroy();
  await tracing?.stop();
}

main().catch((error: Error) => {
  log.error({ error: error.message }, 'worker ended');
  process.exit(1);
});
