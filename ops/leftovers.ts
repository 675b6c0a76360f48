import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Service } from './service';

interface Left {
  name: string;
  pid: number;
  program: string;
}

const FILE = 'processes.json';

/** Notes which processes run, for a start after a kill. */
export function recordProcesses(data: string, services: Record<string, Service>): void {
  const running = Object.values(services).map(({ pid, spec }) => ({
    name: spec.name,
    pid,
    program: spec.args.find((arg) => arg.includes('/')) ?? spec.program,
  }));
  writeFileSync(join(data, FILE), JSON.stringify([{ name: 'supervisor', pid: process.pid, program: 'run.mjs' }, ...running]));
}

/** Ends what a killed run left behind; refuses where that run is still alive. PostgreSQL ends its own (postmaster.pid). */
export async function endLeftovers(data: string): Promise<void> {
  const file = join(data, FILE);
  if (!existsSync(file)) return;
  const left = (JSON.parse(readFileSync(file, 'utf8')) as Left[]).filter(isStillThat);
  const supervisor = left.find(({ name, pid }) => name === 'supervisor' && pid !== process.pid);
  if (supervisor)
    throw new Error(
      `Countersign already runs here (process ${supervisor.pid}). Stop it with Ctrl-C, or set COUNTERSIGN_DATA to another folder for a second one.`,
    );
  for (const { name, pid } of left) if (name !== 'supervisor') process.kill(pid, name === 'postgres' ? 'SIGINT' : 'SIGKILL');
  for (let tries = 0; tries < 100 && left.some((each) => each.name !== 'supervisor' && isStillThat(each)); tries += 1) await pause(100);
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
