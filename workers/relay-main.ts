import { cardGateway } from '../activities/providers/gateway';
import { learnerRecordsService } from '../activities/providers/lrs';
import { cardPrinter } from '../activities/providers/printer';
import { identityProvider } from '../activities/providers/identity';
import { smsSender } from '../activities/providers/sms';
import { smtpSender } from '../activities/providers/smtp';
import { connectDatabase } from '../db/core/database';
import { readConfig } from '../platform/config';
import { log } from '../platform/log';
import { serveMetrics } from '../platform/metrics';
import { connectProcesses } from '../platform/temporal';
import { startTracing } from '../platform/tracing';
import { startRelay } from './relay';
import { sweep } from './sweep';

/** The process that delivers the outbox; a second one waits until the first is gone. */
async function main(): Promise<void> {
  const config = readConfig();
  const tracing = startTracing('relay');
  const deps = {
    database: connectDatabase(config.DATABASE_URL),
    processes: connectProcesses(config.TEMPORAL_NAMESPACE, config.COUNTERSIGN_KEYS, tracing !== null),
    mail: smtpSender(config),
    sms: smsSender(config.SMS_URL, config.SMS_KEY),
    identity: identityProvider(config.IDENTITY_URL, config.IDENTITY_KEY),
    gateway: cardGateway(config.GATEWAY_URL, config.GATEWAY_KEY),
    printer: cardPrinter(config.PRINTER_URL, config.PRINTER_KEY),
    lrs: learnerRecordsService(config.LRS_URL, config.LRS_KEY),
    ring: config.COUNTERSIGN_KEYS,
    publicUrl: config.PUBLIC_URL,
    consoleUrl: config.CONSOLE_URL,
  };
  serveMetrics(config.METRICS_PORT, config.HOST);
  const stopped = new Promise<void>((resolve) => ['SIGTERM', 'SIGINT'].forEach((signal) => process.once(signal, () => resolve())));
  const relay = await startRelay(config.DATABASE_URL, deps);
  log.info('relay is delivering');
  // Runs of an older release, or lost with an engine, go on at once and not at night.
  void sweep(deps.database, deps.processes, deps.ring).then(
    (reports) => reports.forEach((report) => log.error(report, 'the sweep found something')),
    (error: Error) => log.error({ error: error.message.slice(0, 200) }, 'the sweep at the start failed'),
  );
  const cause = await Promise.race([stopped.then(() => 'stopped'), relay.lost.then(() => 'lost')]);
  if (cause === 'lost') throw new Error('the connection that holds the relay lock is lost');
  await relay.stop();
  await tracing?.stop();
  process.exit(0);
}

main().catch((error: Error) => {
  log.error({ error: error.message }, 'relay ended');
  process.exit(1);
});
