import { Connection } from '@temporalio/client';
import type { ServiceSpec } from './service';

/** Where a dev server listens and keeps its data; without a file it forgets. */
export interface TemporalOptions {
  program: string;
  port: number;
  uiPort: number;
  file?: string;
  codecEndpoint?: string;
  /** Limits of the server that a test wants lower. */
  limits?: Record<string, number>;
}

/**
 * The dev server, tuned (machine.md): it heeds priorities and shares fairly, queued hops wait 50 ms by default, and SQLite in WAL mode flushes at checkpoints,
 * so that a power loss (not a kill) may lose the last commits.
 */
export function temporalService(options: TemporalOptions): ServiceSpec {
  const rates = ['history.transferProcessorMaxPollRPS', 'history.timerProcessorMaxPollRPS', 'history.visibilityProcessorMaxPollRPS'];
  const sharing = ['matching.useNewMatcher', 'matching.enableFairness'];
  return {
    name: 'temporal',
    program: options.program,
    args: [
      'server',
      'start-dev',
      '--ip=127.0.0.1',
      `--port=${options.port}`,
      `--ui-port=${options.uiPort}`,
      '--log-level=error',
      ...(options.file ? [`--db-filename=${options.file}`, '--sqlite-pragma=journal_mode=wal', '--sqlite-pragma=synchronous=1'] : []),
      ...rates.map((name) => `--dynamic-config-value=${name}=10000`),
      ...sharing.map((name) => `--dynamic-config-value=${name}=true`),
      // Each partition orders its own tasks alone: with one of them the order is a queue's. Older ones are still read to their end.
      '--dynamic-config-value=matching.numTaskqueueWritePartitions=1',
      ...Object.entries(options.limits ?? {}).map(([name, value]) => `--dynamic-config-value=${name}=${value}`),
      ...(options.codecEndpoint ? [`--ui-codec-endpoint=${options.codecEndpoint}`] : []),
    ],
    env: process.env,
    ready: () =>
      withConnection(`127.0.0.1:${options.port}`, (connection) => connection.workflowService.describeNamespace({ namespace: 'default' })),
  };
}

/** Runs work over a connection of its own. */
export async function withConnection<Result>(address: string, work: (connection: Connection) => Promise<Result>): Promise<Result> {
  const connection = await Connection.connect({ address, connectTimeout: 3000 });
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}
