import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ROOT } from '../ops/paths';

/** What a request did to the process that served it. */
export interface Toll {
  /** The longest hold of the event loop, in milliseconds. */
  holdMs: number;
  /** Resident memory at its highest, over what it was before, in megabytes (Linux). */
  megabytes: number;
  /** Whether the process has ended. */
  died: boolean;
}

/** One of our HTTP processes with the probe in it, started anew when a request has ended it. */
export class Probed {
  private child!: ChildProcess;

  constructor(
    private readonly entry: string,
    private readonly env: NodeJS.ProcessEnv,
    readonly url: string,
  ) {}

  /** Starts it and waits until it answers. */
  async start(): Promise<void> {
    const args = ['--require', join(ROOT, 'dist', 'bench', 'hold-probe.js'), '--enable-source-maps', join(ROOT, 'dist', this.entry)];
    this.child = spawn(process.execPath, args, { env: this.env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    for (let tries = 0; tries < 300; tries += 1) {
      const answer = await fetch(`${this.url}/healthz`).catch(() => undefined);
      if (answer?.ok) return;
      await pause(100);
    }
    throw new Error(`${this.entry} does not answer`);
  }

  /** Measures what some requests take. */
  async during(requests: () => Promise<unknown>): Promise<Toll> {
    await this.ask('begin');
    const pid = this.child.pid!;
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
    const before = megabytesOf(pid, 'VmRSS');
    await requests();
    await pause(50);
    if (this.child.exitCode !== null || this.child.signalCode !== null) {
      await this.start();
      return { holdMs: Infinity, megabytes: Infinity, died: true };
    }
    // Asked first: a process that is held still answers when it is free again, and took its memory until then.
    const { holdMs } = await this.ask('end');
    return { holdMs, megabytes: megabytesOf(pid, 'VmHWM') - before, died: false };
  }

  /** Ends it. */
  stop(): void {
    this.child.kill('SIGKILL');
  }

  private ask(what: 'begin' | 'end'): Promise<{ holdMs: number }> {
    return new Promise((resolve) => {
      this.child.once('message', (told) => resolve(told as { holdMs: number }));
      this.child.send(what);
    });
  }
}

function megabytesOf(pid: number, name: 'VmRSS' | 'VmHWM'): number {
  const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}
