import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyAudit } from '../db/core/audit-chain.commands';
import { connectDatabase } from '../db/core/database';
import { listTenants } from '../db/core/tenants.queries';
import { readKeyring } from '../platform/keys';
import { DATA } from './paths';
import type { LocalSecrets } from './secrets';

/** `npm run verify-audit`: goes through the chain of every tenant's trail and says where it is broken, if it is.*/
async function main(): Promise<void> {
  const { env } = JSON.parse(readFileSync(join(DATA, 'running.json'), 'utf8')) as { env: { DATABASE_URL: string } };
  const secrets = JSON.parse(readFileSync(join(DATA, 'secrets.json'), 'utf8')) as LocalSecrets;
  const database = connectDatabase(process.env['DATABASE_URL'] ?? env.DATABASE_URL, 2);
  let isWhole = true;
  for (const tenant of await database.transaction(listTenants)) {
    const { links, head, broken } = await verifyAudit(database, tenant, readKeyring(process.env['COUNTERSIGN_KEYS'] ?? secrets.keys));
    isWhole &&= broken === null;
    console.log(`${tenant}  ${links} links  ${broken ? `BROKEN at ${broken.position}: the row was ${broken.why}` : 'whole'}  head ${head}`);
  }
  await database.destroy();
  process.exit(isWhole ? 0 : 1);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
