// The types of the console's client, made of the committed contract: after an install, before a build, never committed.
import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [contract, types] = [join(root, 'openapi.json'), join(root, 'console', 'kit', 'api.d.ts')];

const maker = join(root, 'node_modules', 'openapi-typescript', 'bin', 'cli.js');

/** Makes them where they are missing or older than the contract; an install without the tools of development needs none. */
export function clientTypes() {
  if (!existsSync(maker) || (existsSync(types) && statSync(types).mtimeMs >= statSync(contract).mtimeMs)) return;
  execFileSync(process.execPath, [maker, contract, '-o', types], { stdio: ['ignore', 'pipe', 'pipe'] });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) clientTypes();
