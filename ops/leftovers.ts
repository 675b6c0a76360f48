import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Service } from './service';

interface Left {
  name: string;
  pid: number;
  program: string;
}
interface Supervisor extends Left {
  token: string;
}

const FILE = 'processes.json';
const SUPERVISOR = 'supervisor.json';
const AFTER = 'supervisor.after-';

/**
 * Makes this process the one that runs on these data. Of several that start at the same instant one gets them, also where they take
 * over from one that was killed: only one can follow a given predecessor. Throws where another has them.
 */
export function claimData(data: string): void {
  const mine: Supervisor = { name: 'supervisor', pid: process.pid, program: basename(process.argv[1] ?? 'node'), token: randomUUID() };
  const [file, made] = [join(data, SUPERVISOR), join(data, `supervisor.${mine.token}`)];
  writeFileSync(made, JSON.stringify(mine), { mode: 0o600 });
  try {
    if (isFirst(made, file)) return;
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Supervisor;
    if (holder.pid === process.pid) return;
    const after = `${AFTER}${holder.token}`;
    if (isStillThat(holder) || !isFirst(made, join(data, after))) throw new Error(alreadyRuns(holder.pid));
    renameSync(made, file);
    for (const old of readdirSync(data)) if (old.startsWith(AFTER) && old !== after) rmSync(join(data, old), { force: true });
  } finally {
    rmSync(made, { force: true });
  }
}

/** Notes which processes run, for a start after a kill. */
export function recordProcesses(data: string, services: Record<string, Service>): void {
  const running = Object.values(services).map(({ pid, spec }) => ({
    name: spec.name,
    pid,
    program: spec.args.find((arg) => arg.includes('/')) ?? spec.program,
  }));
  writeFileSync(join(data, FILE), JSON.stringify(running), { mode: 0o600 });
}

/** Ends what a killed run left behind. PostgreSQL ends its own (postmaster.pid). */
export async function endLeftovers(data: string): Promise<void> {
  const file = join(data, FILE);
  if (!existsSync(file)) return;
  const left = (JSON.parse(readFileSync(file, 'utf8')) as Left[]).filter(isStillThat);
  for (const { name, pid } of left) process.kill(pid, name === 'postgres' ? 'SIGINT' : 'SIGKILL');
  for (let tries = 0; tries < 100 && left.some(isStillThat); tries += 1) await pause(100);
}

/** A link is made whole or not at all, by one process alone. */
function isFirst(made: string, name: string): boolean {
  try {
    linkSync(made, name);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

function alreadyRuns(pid: number): string {
  return `Countersign already runs here (process ${pid}). Stop it with Ctrl-C, or set COUNTERSIGN_DATA to another folder for a second one.`;
}

function isStillThat({ pid, program }: Left): boolean {
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .includes(program);
  } catch {
    return false;
  }
}
