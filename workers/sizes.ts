import { availableParallelism } from 'node:os';
import { getHeapStatistics } from 'node:v8';

const CONNECTIONS_A_CORE = 8;
/** Connections that stay free for commits that went durable, for work on many rows, and for what recurs. */
const DURABLE = 3;
const BULK = 2;
/** Measured: a cached case of ours holds about a megabyte with all that hangs on it. */
const MB_A_CASE = 1;

/** How much of each a worker's process does at once: every commit under way has a connection, every cached case its memory. */
export interface Sizes {
  connections: number;
  commits: number;
  durableCommits: number;
  bulk: number;
  cachedCases: number;
}

/** The machine's cores and this process's heap limit in MB, or what the environment says instead. */
export function sizesOf(env: NodeJS.ProcessEnv = process.env, cores = availableParallelism(), heapMb = heapLimitMb()): Sizes {
  const connections = Math.max(DURABLE + BULK + 1, Number(env['WORKER_CONNECTIONS'] ?? cores * CONNECTIONS_A_CORE));
  const cachedCases = Math.max(1, Number(env['WORKER_CACHED_CASES'] ?? Math.floor(heapMb / MB_A_CASE)));
  return { connections, commits: connections - DURABLE - BULK, durableCommits: DURABLE, bulk: BULK, cachedCases };
}

function heapLimitMb(): number {
  return getHeapStatistics().heap_size_limit / 1024 / 1024;
}
