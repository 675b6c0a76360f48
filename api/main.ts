import { connectDatabase } from '../db/core/database';
import { businessNumbers } from '../db/core/business-numbers.queries';
import { readConfig } from '../platform/config';
import { log } from '../platform/log';
import { machineClock } from '../platform/scope';
import { connectProcesses } from '../platform/temporal';
import { serveMetrics, watchBusiness } from '../platform/metrics';
import { startTracing } from '../platform/tracing';
import { patientServer } from './core/patience';
import { createApp } from './app';

/** The API's process: listens, and on SIGTERM finishes what it has begun. */
function main(): void {
  const config = readConfig();
  const database = connectDatabase(config.DATABASE_URL);
  const tracing = startTracing('api');
  const processes = connectProcesses(config.TEMPORAL_NAMESPACE, config.COUNTERSIGN_KEYS, tracing !== null);
  watchBusiness(() => businessNumbers(database));
  serveMetrics(config.METRICS_PORT, config.HOST);
  const server = patientServer(createApp({ config, database, processes, clock: machineClock }));
  server.once('error', (error) => {
    log.error({ error: error.message }, 'api cannot listen');
    process.exit(1);
  });
  server.listen(config.PORT, config.HOST, () => log.info({ port: config.PORT }, 'api is listening'));
  const stop = () => {
    server.close(() => void Promise.all([tracing?.stop(), database.destroy()]).then(() => process.exit(0)));
    setTimeout(() => process.exit(0), 5000).unref();
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
}

main();
