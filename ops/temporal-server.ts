import { Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { SEARCH_ATTRIBUTES } from '../messages/core.messages';
import type { ServiceSpec } from './service';

const RETENTION_DAYS = 30;
const GRPC_UNIMPLEMENTED = 12;
const KEYWORD_TYPES = temporal.api.enums.v1.IndexedValueType;

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
      ...Object.entries(options.limits ?? {}).map(([name, value]) => `--dynamic-config-value=${name}=${value}`),
      ...(options.codecEndpoint ? [`--ui-codec-endpoint=${options.codecEndpoint}`] : []),
    ],
    env: process.env,
    ready: () =>
      withConnection(`127.0.0.1:${options.port}`, (connection) => connection.workflowService.describeNamespace({ namespace: 'default' })),
  };
}

/** Registers what processes need: search attributes (OPS-1) and, on a server of ours, how long ended ones are kept. */
export async function prepareNamespace(address: string, namespace: string, ours: boolean): Promise<void> {
  await withConnection(address, async (connection) => {
    await registerSearchAttributes(connection, namespace);
    if (ours)
      await connection.workflowService.updateNamespace({
        namespace,
        config: { workflowExecutionRetentionTtl: { seconds: (RETENTION_DAYS * 86_400) as never } },
      });
  });
}

/** Adds the search attributes that are missing. */
export async function registerSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const known = await knownSearchAttributes(connection, namespace);
  const missing = Object.entries(SEARCH_ATTRIBUTES).filter(([name]) => !known.has(name));
  if (missing.length === 0) return;
  const searchAttributes = Object.fromEntries(
    missing.map(([name, type]) => [
      name,
      type === 'DATETIME' ? KEYWORD_TYPES.INDEXED_VALUE_TYPE_DATETIME : KEYWORD_TYPES.INDEXED_VALUE_TYPE_KEYWORD,
    ]),
  );
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
}

async function knownSearchAttributes(connection: Connection, namespace: string): Promise<Set<string>> {
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    return new Set(Object.keys(customAttributes ?? {}));
  } catch (error) {
    const isTestServer = (error as { code?: number }).code === GRPC_UNIMPLEMENTED;
    if (!isTestServer) throw error;
    return new Set();
  }
}

async function withConnection<Result>(address: string, work: (connection: Connection) => Promise<Result>): Promise<Result> {
  const connection = await Connection.connect({ address, connectTimeout: 3000 });
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}
