import { mkdtempSync, chmodSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChaos } from './chaos-run';
import { OF_A_BATCH } from './lapsing-batches';
import { startSystem } from './system';

/** `npm run chaos [seed] [orders] [kills] [batches]`: a system of its own, killed again and again; ends with what is left. */
async function main(): Promise<void> {
  const [seed = Date.now() % 100_000, orders = 100, kills = 25, batches = 10] = process.argv.slice(3).map(Number);
  const data = mkdtempSync(join(tmpdir(), 'countersign-chaos-'));
  chmodSync(data, 0o755);
  const say = (line: string) => console.log(`· ${line}`);
  say(`seed ${seed}, ${orders} orders, ${kills} kills, ${batches} batches of learners, data in ${data}`);
  const system = await startSystem({
    data,
    ports: {
      api: 13_000,
      temporal: 17_233,
      ui: 18_233,
      postgres: 15_433,
      smtp: 11_025,
      mail: 11_080,
      console: 13_001,
      sms: 15_990,
      awardingBody: 15_991,
      identity: 15_995,
      gateway: 15_996,
      printer: 15_997,
      lrs: 15_998,
    },
    say,
  });
  const outcome = await runChaos(system, { seed, orders, kills, batches, say }).finally(() => system.stop());
  console.log(JSON.stringify(outcome, null, 2));
  const sound =
    outcome.ordersKept === outcome.ordersAccepted &&
    outcome.receipts === outcome.linesSent &&
    outcome.allocated === outcome.exactlyPaid &&
    outcome.learners === batches * OF_A_BATCH &&
    outcome.withdrawn[1] === outcome.learners &&
    outcome.lapseMails[1] === batches &&
    outcome.impossible.length + outcome.swept.length + outcome.unexplainedRepeats.length + outcome.mailsMissing.length === 0;
  console.log(sound ? 'Nothing was lost and nothing happened twice.' : `NOT SOUND; the data is kept in ${data}`);
  if (sound) rmSync(data, { recursive: true, force: true });
  process.exit(sound ? 0 : 1);
}

main().catch((error: Error) => {
  console.error(error);
  process.exit(1);
});
