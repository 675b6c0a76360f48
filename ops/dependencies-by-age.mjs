// `node ops/dependencies-by-age.mjs`: each direct dependency with its release here and the newest, the longest without one first (docs/decisions/0029).
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const AT_ONCE = 6;
const run = promisify(execFile);
const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const left = Object.entries({ ...dependencies, ...devDependencies });
const rows = [];

async function work() {
  for (let next = left.pop(); next; next = left.pop()) {
    const [name, version] = next;
    const { stdout } = await run('npm', ['view', name, 'time', 'dist-tags', 'deprecated', '--json'], { maxBuffer: 1e8 });
    const { time, deprecated, 'dist-tags': tags } = JSON.parse(stdout);
    rows.push([time[tags.latest].slice(0, 10), name, version, time[version].slice(0, 10), tags.latest, deprecated ? 'deprecated' : '']);
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, work));
console.log('| newest release | package | here | of | newest | |\n| --- | --- | --- | --- | --- | --- |');
for (const [newest, ...rest] of rows.sort()) console.log(`| ${[newest, ...rest].join(' | ')} |`);
