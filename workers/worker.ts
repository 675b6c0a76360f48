import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createActivities } from '../activities';
import type { ActivityDeps } from '../activities/deps';
import { documentActivities } from '../activities/documents.activities';
import { recognitionActivities } from '../activities/qualifications.activities';
import { registrationActivities } from '../activities/registration.activities';
import { TASK_QUEUE } from '../messages/core.messages';
import { BULK_TASK_QUEUE } from '../messages/placement';
import { DOCUMENTS_TASK_QUEUE } from '../messages/documents.messages';
import { FILES_TASK_QUEUE } from '../messages/registration.messages';
import { makeWorkflowExporter, OpenTelemetryActivityInboundInterceptor } from '@temporalio/interceptors-opentelemetry';
import type { Tracing } from '../platform/tracing';
import { dataConverter } from '../platform/data-converter';
import type { Processes } from '../platform/temporal';
import { recurringActivities } from './recurring';
import { sizesOf, type Sizes } from './sizes';
import { versioned, type Versioning } from './versions';

/** Where `npm start` and the tests put the bundle of workflow code. */
export const BUNDLE_PATH = join(__dirname, '..', 'workflow-bundle.js');

/** The same with spans, for a worker that sends traces. */
export const TRACED_BUNDLE_PATH = join(__dirname, '..', 'workflow-bundle-traced.js');

/** What workers of the same process share. */
export interface WorkerParts extends ActivityDeps {
  processes: Processes;
  sizes?: Sizes;
  tracing?: Tracing | null;
  bundlePath?: string;
  versioning?: Versioning;
}

/** The worker that commands and waits run on, over a connection; the caller runs and stops it. */
export function createWorker(connection: NativeConnection, namespace: string, parts: WorkerParts): Promise<Worker> {
  const { sizes = sizesOf() } = parts;
  return Worker.create({
    ...workflowsOf(connection, namespace, parts),
    taskQueue: TASK_QUEUE,
    activities: createActivities(parts),
    maxCachedWorkflows: sizes.cachedCases,
    maxConcurrentWorkflowTaskExecutions: sizes.tasks,
    maxConcurrentLocalActivityExecutions: sizes.commits,
    maxConcurrentActivityTaskExecutions: sizes.durableCommits,
  });
}

/** The worker of what has many rows under one wait, and of what recurs by the clock: few at once, so that commands have the machine. */
export function createBulkWorker(connection: NativeConnection, namespace: string, parts: WorkerParts): Promise<Worker> {
  const { sizes = sizesOf() } = parts;
  return Worker.create({
    ...workflowsOf(connection, namespace, parts),
    taskQueue: BULK_TASK_QUEUE,
    activities: { ...createActivities(parts), ...recurringActivities(parts) },
    maxCachedWorkflows: Math.ceil(sizes.cachedCases / 10),
    maxConcurrentWorkflowTaskExecutions: 4,
    maxConcurrentLocalActivityExecutions: sizes.bulk,
    maxConcurrentActivityTaskExecutions: sizes.bulk,
  });
}

/** A worker that makes documents, one at a time, on a task queue of its own; it runs no workflow (design 4, heavy work). */
export function createDocumentsWorker(connection: NativeConnection, namespace: string, deps: ActivityDeps): Promise<Worker> {
  return Worker.create({
    connection,
    namespace,
    taskQueue: DOCUMENTS_TASK_QUEUE,
    activities: { ...documentActivities(deps), ...recognitionActivities(deps) },
    dataConverter: dataConverter(deps.ring),
    maxConcurrentActivityTaskExecutions: 1,
    shutdownGraceTime: '5s',
  });
}

/** A worker that checks files of learners, two at a time, on a task queue of its own: a document that is long in the making keeps none of them waiting. */
export function createFilesWorker(connection: NativeConnection, namespace: string, deps: ActivityDeps): Promise<Worker> {
  return Worker.create({
    connection,
    namespace,
    taskQueue: FILES_TASK_QUEUE,
    activities: registrationActivities(deps),
    dataConverter: dataConverter(deps.ring),
    maxConcurrentActivityTaskExecutions: 2,
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

function workflowsOf(
  connection: NativeConnection,
  namespace: string,
  { ring, tracing = null, bundlePath = tracing ? TRACED_BUNDLE_PATH : BUNDLE_PATH, versioning = {}, sizes = sizesOf() }: WorkerParts,
): Partial<WorkerOptions> & Pick<WorkerOptions, 'namespace' | 'connection'> {
  return {
    connection,
    namespace,
    dataConverter: dataConverter(ring),
    ...workflowCode(bundlePath),
    // Spans change no command: with them or without, it is the same build.
    ...versioned(versioning, bundlePath === TRACED_BUNDLE_PATH ? BUNDLE_PATH : bundlePath),
    ...(tracing ? tracedBy(tracing) : {}),
    stickyQueueScheduleToStartTimeout: `${sizes.stickySeconds}s`,
    shutdownGraceTime: '5s',
  };
}

function workflowCode(bundlePath: string): Partial<WorkerOptions> {
  if (existsSync(bundlePath)) return { workflowBundle: { codePath: bundlePath } };
  return { workflowsPath: require.resolve('../workflows') };
}
