import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createActivities } from '../activities';
import type { ActivityDeps } from '../activities/deps';
import { documentActivities } from '../activities/documents.activities';
import { TASK_QUEUE } from '../messages/core.messages';
import { DOCUMENTS_TASK_QUEUE } from '../messages/documents.messages';
import { makeWorkflowExporter, OpenTelemetryActivityInboundInterceptor } from '@temporalio/interceptors-opentelemetry';
import type { Tracing } from '../platform/tracing';
import { dataConverter } from '../platform/data-converter';

/** Where `npm start` and the tests put the bundle of workflow code. */
export const BUNDLE_PATH = join(__dirname, '..', 'workflow-bundle.js');

/** The same with spans, for a worker that sends traces. */
export const TRACED_BUNDLE_PATH = join(__dirname, '..', 'workflow-bundle-traced.js');

/** Sizes that held on two cores (machine.md): the cache holds the open workflows, or updates fail. */
const tuning: Partial<WorkerOptions> = {
  maxCachedWorkflows: 2000,
  maxConcurrentWorkflowTaskExecutions: 40,
  maxConcurrentLocalActivityExecutions: 40,
  maxConcurrentActivityTaskExecutions: 20,
  stickyQueueScheduleToStartTimeout: '5s',
  shutdownGraceTime: '5s',
};

/** A worker for all workflows and activities over a connection; the caller runs and stops it. */
export async function createWorker(
  connection: NativeConnection,
  namespace: string,
  deps: ActivityDeps,
  tracing: Tracing | null = null,
  bundlePath = tracing ? TRACED_BUNDLE_PATH : BUNDLE_PATH,
): Promise<Worker> {
  return Worker.create({
    connection,
    namespace,
    taskQueue: TASK_QUEUE,
    activities: createActivities(deps),
    dataConverter: dataConverter(deps.ring),
    ...workflowCode(bundlePath),
    ...(tracing ? tracedBy(tracing) : {}),
    ...tuning,
  });
}

/** A worker that makes documents, one at a time, on a task queue of its own; it runs no workflow (design 4, heavy work). */
export function createDocumentsWorker(connection: NativeConnection, namespace: string, deps: ActivityDeps): Promise<Worker> {
  return Worker.create({
    connection,
    namespace,
    taskQueue: DOCUMENTS_TASK_QUEUE,
    activities: documentActivities(deps),
    dataConverter: dataConverter(deps.ring),
    maxConcurrentActivityTaskExecutions: 1,
    shutdownGraceTime: '5s',
  });
}

/** The connection that a worker polls on, by the standard client environment. */
export function workerConnection(): Promise<NativeConnection> {
  const { connectionOptions } = loadClientConnectConfig();
  return NativeConnection.connect(connectionOptions);
}

/** Spans of activities, and those that workflows make, which leave their sandbox by a sink; only traced workflow code makes any. */
function tracedBy({ processor, resource }: Tracing): Partial<WorkerOptions> {
  return {
    sinks: { exporter: makeWorkflowExporter(processor, resource) },
    interceptors: { activity: [(context) => ({ inbound: new OpenTelemetryActivityInboundInterceptor(context) })] },
  };
}

function workflowCode(bundlePath: string): Partial<WorkerOptions> {
  if (existsSync(bundlePath)) return { workflowBundle: { codePath: bundlePath } };
  return { workflowsPath: require.resolve('../workflows') };
}
