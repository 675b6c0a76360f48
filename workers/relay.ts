import { Client } from 'pg';
import { freeDeliveries } from '../db/core/outbox.commands';
import { Claims } from './claims';
import { deliver, type DeliveryDeps } from './deliver';

const ONE_RELAY = 0x436f756e;
/**
 * The outbox relay: one at a time, by a session's advisory lock that dies with its connection; the next one then frees what
 * the dead one had claimed. Resolves `lost` when the lock's connection is gone: the process must end and start anew.
 */
export async function startRelay(url: string, deps: DeliveryDeps): Promise<{ stop: () => Promise<void>; lost: Promise<void> }> {
  const leader = new Client({ connectionString: url, keepAlive: true });
  const lost = new Promise<void>((resolve) => {
    leader.on('error', () => resolve());
    leader.on('end', () => resolve());
  });
  await leader.connect();
  await leader.query('select pg_advisory_lock($1)', [ONE_RELAY]);
  await freeDeliveries(deps.database);
  const claims = new Claims(deps.database, (row) => deliver(deps, row));
  return {
    lost,
    stop: async () => {
      await claims.stop();
      await leader.end();
    },
  };
}
