import { Logger, run, type Runner } from 'graphile-worker';
import { Client, Pool } from 'pg';
import { log } from '../platform/log';
import { linkAudit } from '../db/core/audit-chain.commands';
import { listTenants } from '../db/core/tenants.queries';
import { freeDeliveries } from '../db/core/outbox.commands';
import { Claims } from './claims';
import { deliver, type DeliveryDeps } from './deliver';
import { sweep } from './sweep';

const ONE_RELAY = 0x436f756e;
/** So many of the tasks below at once. */
const TASKS_AT_ONCE = 2;
/** Each minute the trail's new rows are linked; at 03:17 UTC everything is looked through. */
const CRONTAB = '* * * * * linkAudit\n17 3 * * * sweep';

/**
 * The outbox relay: one at a time, by a session's advisory lock that dies with its connection; the next one then frees what
 * the dead one had claimed or locked. Resolves `lost` when the lock's connection is gone: the process must end and start anew.
 */
export async function startRelay(url: string, deps: DeliveryDeps): Promise<{ stop: () => Promise<void>; lost: Promise<void> }> {
  const leader = new Client({ connectionString: url, keepAlive: true });
  const lost = new Promise<void>((resolve) => {
    leader.on('error', () => resolve());
    leader.on('end', () => resolve());
  });
  await leader.connect();
  await leader.query('select pg_advisory_lock($1)', [ONE_RELAY]);
  await leader.query(
    `select graphile_worker.force_unlock_workers(array(select distinct locked_by from graphile_worker._private_jobs where locked_by is not null))`,
  );
  await freeDeliveries(deps.database);
  const pool = new Pool({ connectionString: url, max: TASKS_AT_ONCE + 2 });
  pool.on('error', (error) => log.warn({ error: error.message }, 'relay connection lost'));
  pool.on('connect', (client) => client.on('error', () => undefined));
  const runner: Runner = await run({
    pgPool: pool,
    concurrency: TASKS_AT_ONCE,
    noHandleSignals: true,
    logger: new Logger(() => (level, message) => {
      if (level === 'error' || level === 'warning') log.warn({ message: message.slice(0, 200) }, 'relay');
    }),
    crontab: CRONTAB,
    taskList: {
      linkAudit: async () => {
        for (const tenant of await deps.database.transaction(listTenants)) await linkAudit(deps.database, tenant, deps.ring);
      },
      sweep: async () => {
        for (const report of await sweep(deps.database, deps.processes, deps.ring)) log.error(report, 'the sweep found something');
      },
    },
  });
  const claims = new Claims(deps.database, (row) => deliver(deps, row));
  return {
    lost,
    stop: async () => {
      await claims.stop();
      await runner.stop();
      await leader.end();
      await pool.end();
    },
  };
}
