import { execFileSync, spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { CACHE } from './paths';

/** The version that is built where none is found: server 1.29.1, UI 2.42.1. */
const VERSION = '1.5.1';
const DOWNLOAD_WITHIN_MS = 60_000;

type Say = (line: string) => void;

/** Finds the Temporal CLI or gets it: PATH, our cache, the SDK's download, `go install`. Throws with what to install. */
export async function temporalCli(say: Say): Promise<string> {
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'temporal'))
    .find(isExecutable);
  if (onPath) return onPath;
  const cached = join(CACHE, 'bin', `temporal-${VERSION}`);
  if (isExecutable(cached)) return cached;
  mkdirSync(join(CACHE, 'bin'), { recursive: true });
  const faults = [];
  for (const [way, get] of [
    ['downloading the Temporal dev server (the SDK’s way)', download],
    [`building the Temporal CLI ${VERSION} with Go (once, 3 to 5 minutes)`, build],
  ] as const) {
    say(`${way} …`);
    try {
      await get(cached);
      return cached;
    } catch (error) {
      const reason = (error as Error).message.split('\n')[0]!;
      say(`… not possible: ${reason}`);
      faults.push(`${way}: ${reason}`);
    }
  }
  throw new Error(
    `There is no Temporal server. Install the Temporal CLI (https://docs.temporal.io/cli) so that "temporal" is on PATH, or Go 1.24 or newer, or set TEMPORAL_ADDRESS to a server of yours.\n${faults.join('\n')}`,
  );
}

async function download(target: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-temporal-'));
  try {
    const started = TestWorkflowEnvironment.createLocal({
      server: { executable: { type: 'cached-download', downloadDir: folder }, log: { format: 'json', level: 'error' } },
    });
    const late = new Promise<never>((_resolve, reject) =>
      setTimeout(() => reject(new Error('no answer within a minute')), DOWNLOAD_WITHIN_MS).unref(),
    );
    await (await Promise.race([started, late])).teardown();
    const binary = readdirSync(folder).find((name) => isExecutable(join(folder, name)));
    if (!binary) throw new Error('the download brought no program');
    execFileSync('cp', [join(folder, binary), `${target}.new`]);
    renameSync(`${target}.new`, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function build(target: string): Promise<void> {
  const folder = join(CACHE, 'go-bin');
  mkdirSync(folder, { recursive: true });
  return new Promise((resolve, reject) => {
    const go = spawn('go', ['install', `github.com/temporalio/cli/cmd/temporal@v${VERSION}`], {
      env: { ...process.env, GOBIN: folder },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let last = '';
    go.stderr.on('data', (chunk: Buffer) => (last = chunk.toString().trim().split('\n').at(-1) ?? last));
    go.once('error', () => reject(new Error('Go is not installed')));
    go.once('exit', (code) => {
      if (code !== 0 || !existsSync(join(folder, 'temporal'))) return reject(new Error(`go install failed: ${last}`));
      renameSync(join(folder, 'temporal'), target);
      resolve();
    });
  });
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
