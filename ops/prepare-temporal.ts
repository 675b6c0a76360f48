import { Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { prepareEngine } from '../platform/prepare-engine';

/** `npm run prepare-temporal`: the engine that the environment names (`TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`, TLS …), made ready. */
async function main(): Promise<void> {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig();
  const connection = await Connection.connect(connectionOptions);
  await prepareEngine(connection, namespace);
  await connection.close();
  console.log(`The namespace "${namespace}" is ready.`);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
