import { availableParallelism } from 'node:os';
import { getHeapStatistics } from 'node:v8';

const CONNECTIONS_A_CORE = 8;
/** Connections that stay free for commits that went durable, for work on many rows, and for what recurs. */
const DURABLE = 3;
const BULK = 2;
/** Measured with 10,000 open: a killed worker's cases are answered after half the time that five seconds take, and no load paid for it. */
const STICKY_SECONDS = 1;
/** The SDK polls for cases that it has in mind and for others, each with a place. */
const FEWEST_TASKS = 2;
/** Measured: a cached case of ours holds about a megabyte with all that hangs on it. */
const MB_A_CASE = 1;

/** How much of each a worker's process does at once: every commit under way has a connection, every cached case its memory. */
export interface Sizes {
  connections: number;
  commits: number;
  /**
   * Cases that are at work at once: no more than can commit, for one that waits for a place lets the fast commit's time run out; nor
   * than are kept in mind. What is more waits at the engine, where no time runs out.
   */
  tasks: number;
  durableCommits: number;
  bulk: number;
  cachedCases: number;
  /** How long a case's task waits for the worker that has it in mind, in seconds: as long nothing happens to it where that one was killed. */
  stickySeconds: number;
}

/** The machine's cores and this process's heap limit in MB, or what the environment says instead. */
export function sizesOf(env: NodeJS.ProcessEnv = process.env, cores = availableParallelism(), heapMb = heapLimitMb()): Sizes {
  const connections = Math.max(DURABLE + BULK + 1, Number(env['WORKER_CONNECTIONS'] ?? cores * CONNECTIONS_A_CORE));
  const cachedCases = Math.max(1, Number(env['WORKER_CACHED_CASES'] ?? Math.floor(heapMb / MB_A_CASE)));
  const stickySeconds = Number(env['WORKER_STICKY_SECONDS'] ?? STICKY_SECONDS);
  const commits = connections - DURABLE - BULK;
  const tasks = Math.max(FEWEST_TASKS, Math.min(commits, cachedCases));
  return { connections, commits, tasks, durableCommits: DURABLE, bulk: BULK, cachedCases, stickySeconds };
}

function heapLimitMb(): number {
  return getHeapStatistics().heap_size_limit / 1024 / 1024;
}
