import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** One process of the system. */
export interface ServiceSpec {
  name: string;
  program: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  options?: Pick<SpawnOptions, 'uid' | 'gid' | 'cwd'>;
  /** Puts right what an earlier run left behind. */
  before?: () => Promise<void>;
  /** Answers once it is of use; throws until then. */
  ready: () => Promise<unknown>;
  stopSignal?: NodeJS.Signals;
}

const READY_WITHIN_MS = 60_000;
const KILLED_AFTER_MS = 10_000;

/** Starts, watches, restarts and stops one process; its output goes to a log file. */
export class Service {
  private child: ChildProcess | null = null;
  private wanted = false;
  private supervising: Promise<void> = Promise.resolve();

  constructor(
    readonly spec: ServiceSpec,
    private readonly logFolder: string,
    /** Told of each new process, a restart's too. */
    private readonly onLaunch: () => void = () => undefined,
  ) {}

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Starts it and waits until it is ready. Throws with the end of its log where it is not within a minute. */
  async start(): Promise<void> {
    this.wanted = true;
    await this.launch();
    const deadline = Date.now() + READY_WITHIN_MS;
    for (;;) {
      try {
        return void (await this.spec.ready());
      } catch (error) {
        if (!this.wanted) throw new Error('Stopped while starting.', { cause: error });
        if (Date.now() > deadline)
          throw new Error(`${this.spec.name} is not ready: ${(error as Error).message}\n${this.logEnd()}`, { cause: error });
        await pause(100);
      }
    }
  }

  /** Ends it in an orderly way; by force where that takes too long. */
  async stop(): Promise<void> {
    this.wanted = false;
    const child = this.child;
    if (child && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill(this.spec.stopSignal ?? 'SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), KILLED_AFTER_MS);
      await ended;
      clearTimeout(force);
    }
    await this.supervising;
  }

  /** SIGKILL, as chaos does; the supervisor starts it again. */
  kill(): void {
    this.child?.kill('SIGKILL');
  }

  /** Lets it run on alone, as a killed supervisor does. */
  abandon(): void {
    this.wanted = false;
    this.child?.unref();
  }

  /** The last lines of its log. */
  logEnd(): string {
    try {
      return readFileSync(this.logFile, 'utf8').split('\n').slice(-15).join('\n');
    } catch {
      return '';
    }
  }

  private get logFile(): string {
    return join(this.logFolder, `${this.spec.name}.log`);
  }

  private async launch(): Promise<void> {
    await this.spec.before?.();
    mkdirSync(this.logFolder, { recursive: true });
    const log = openSync(this.logFile, 'a');
    const { program, args, env, options } = this.spec;
    const child = spawn(program, args, { ...options, env, detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    this.child = child;
    this.onLaunch();
    child.once('error', () => undefined);
    child.once('exit', () => {
      if (this.wanted) this.supervising = this.again();
    });
  }

  private async again(): Promise<void> {
    await pause(300);
    if (this.wanted) await this.launch();
  }
}
