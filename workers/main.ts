import type { Connection } from '@temporalio/client';
import { Runtime } from '@temporalio/worker';
import { awardingBodies } from '../activities/providers/awarding-body';
import { connectDatabase } from '../db/core/database';
import { readConfig } from '../platform/config';
import { log } from '../platform/log';
import { serveMetrics } from '../platform/metrics';
import { missingAttributes, unprepared } from '../platform/prepare-engine';
import { connectProcesses } from '../platform/temporal';
import { startTracing } from '../platform/tracing';
import { engineLogging } from './engine-log';
import { sizesOf } from './sizes';
import { buildIdOf } from './versions';
import { BUNDLE_PATH, createBulkWorker, createWorker, workerConnection } from './worker';

/** The SDK's core serves its metrics on a port of its own, so far above ours, which answers with both. */
const ENGINE_PAGE = 10;

/** The process that polls for workflow and activity tasks; it ends on SIGTERM, or where Temporal is lost for good, and is started anew. */
async function main(): Promise<void> {
  const config = readConfig();
  const enginePage = config.METRICS_PORT ? `${config.HOST}:${config.METRICS_PORT + ENGINE_PAGE}` : null;
  Runtime.install({
    logger: engineLogging.logger!,
    shutdownSignals: ['SIGTERM', 'SIGINT'],
    telemetryOptions: {
      ...engineLogging.telemetryOptions,
      ...(enginePage ? { metrics: { prometheus: { bindAddress: enginePage } } } : {}),
    },
  });
  const sizes = sizesOf();
  const database = connectDatabase(config.DATABASE_URL, sizes.connections);
  const connection = await workerConnection();
  const tracing = startTracing('worker');
  const processes = connectProcesses(config.TEMPORAL_NAMESPACE, config.COUNTERSIGN_KEYS, tracing !== null);
  const missing = await missingAttributes(processes.client.connection as Connection, config.TEMPORAL_NAMESPACE);
  if (missing.length > 0) throw new Error(unprepared(config.TEMPORAL_NAMESPACE, missing));
  const versioning = { deployment: config.TEMPORAL_DEPLOYMENT_NAME, heldPatches: config.WORKER_HELD_PATCHES };
  const bodies = awardingBodies(config.AWARDING_BODY_URL, config.AWARDING_BODY_KEY);
  const parts = { database, ring: config.COUNTERSIGN_KEYS, awardingBodies: bodies, processes, sizes, tracing, versioning };
  const workers = [
    await createWorker(connection, config.TEMPORAL_NAMESPACE, parts),
    await createBulkWorker(connection, config.TEMPORAL_NAMESPACE, parts),
  ];
  serveMetrics(config.METRICS_PORT, config.HOST, {
    text: async () => (await fetch(`http://${enginePage}/metrics`)).text(),
    isHealthy: () => workers.every((worker) => worker.getState() === 'RUNNING'),
  });
  log.info(versioning.deployment ? { build: buildIdOf(BUNDLE_PATH) } : {}, 'worker is polling');
  await Promise.all(workers.map((worker) => worker.run()));
  await connection.close();
  await database.destroy();
  await tracing?.stop();
}

main().catch((error: Error) => {
  log.error({ error: error.message }, 'worker ended');
  process.exit(1);
});
