// The two commands of a newcomer start here, on nothing but Node: install and build what is missing, then run.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { clientTypes } from './client-types.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);
process.env.COUNTERSIGN_ROOT = root;
const command = process.argv[2];

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19))
  stop(`Countersign needs Node 20.19 or newer; this is ${process.versions.node}. Get one from https://nodejs.org.`);

await installed();
built();
await import(pathToFileURL(join(root, 'dist', command === 'bench' ? 'bench' : 'ops', `${command}.js`)).href);

async function installed() {
  const stamp = join('node_modules', '.countersign-lock');
  const lock = readFileSync('package-lock.json', 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  // Those of other machines are never unpacked, and those within others are not counted on the way.
  const packages = Object.entries(JSON.parse(lock).packages).filter(
    ([path, { optional }]) => path.lastIndexOf('node_modules/') === 0 && !optional,
  ).length;
  say(`installing ${packages} locked packages (once, one to three minutes) …`);
  await install(packages);
  writeFileSync(stamp, lock);
}

/** A minute without a word looks like a fault: every ten seconds it says how many packages are there. */
async function install(packages) {
  const began = Date.now();
  const child = spawn('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (printed += text));
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - began) / 1000);
    const there = unpacked('node_modules');
    say(there > 0 ? `  ${Math.min(there, packages)} of ${packages} are there after ${seconds} s` : `  npm is fetching, ${seconds} s`);
  }, 10_000);
  const code = await new Promise((resolve) => child.once('error', () => resolve(1)).once('close', resolve));
  clearInterval(timer);
  if (code !== 0) stop(`npm could not install the dependencies; is its registry reachable?\n${printed}`);
}

function unpacked(folder) {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder).reduce((count, name) => {
    if (name.startsWith('@')) return count + readdirSync(join(folder, name)).length;
    return name.startsWith('.') ? count : count + 1;
  }, 0);
}

function built() {
  const stamp = join('dist', '.built');
  clientTypes();
  const newest = Math.max(...sources('.').map((file) => statSync(file).mtimeMs));
  if (existsSync(stamp) && Number(readFileSync(stamp, 'utf8')) === newest) return;
  say('compiling …');
  compiled();
  quietly(process.execPath, ['dist/ops/bundle.js'], 'The workflow code could not be bundled');
  mkdirSync('dist', { recursive: true });
  writeFileSync(stamp, String(newest));
}

// The console's client types are made of the contract, which `docs` writes: it must run while the two do not fit yet.
function compiled() {
  const compile = () => execFileSync(process.execPath, ['node_modules/typescript/bin/tsc'], { stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    compile();
  } catch (error) {
    if (command !== 'docs') stop(`The code does not compile:\n${error.stdout}`);
  }
}

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return /^(node_modules|dist|test|docs|\..*)$/.test(entry.name) ? [] : sources(join(folder, entry.name));
    return /\.ts$|^(tsconfig|package-lock)\.json$/.test(entry.name) ? [join(folder, entry.name)] : [];
  });
}

function quietly(program, args, failure) {
  try {
    execFileSync(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    stop(`${failure}:\n${error.stdout ?? ''}${error.stderr ?? error.message}`);
  }
}

function say(text) {
  if (process.env.CI !== 'true' || command !== 'start') console.log(`· ${text}`);
}

function stop(text) {
  console.error(text);
  process.exit(1);
}
