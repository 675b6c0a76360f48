import {
  Client,
  Connection,
  isGrpcServiceError,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry/lib/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { Stands } from '../domain/commit';
import type { ProcessNames } from '../domain/process';
import { processes as definitions } from '../domain/processes';
import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from '@temporalio/common';
import { setTimeout as pause } from 'node:timers/promises';
import { commandOf, wake, type CommandAnswer, type CommandMessage, type ProcessStart } from '../messages/core.messages';
import { placementOf } from '../messages/placement';
import { dataConverter } from './data-converter';
import type { Keyring } from './keys';

/** The time within which a command must be decided; later it is `not-decided` and is repeated under its key. */
const DECIDED_WITHIN_MS = 10_000;
const IN_FLIGHT_PER_WORKFLOW = 8;
const GRPC_RESOURCE_EXHAUSTED = 8;

/** No answer within ten seconds: the command may or may not be decided; the same key gets its answer later. */
export class NotDecided extends Error {}
/** The process has ended, or never was. */
export class ProcessEnded extends Error {}

/** The only place that starts, updates and signals workflows. */
export class Processes {
  private readonly inFlight = new Map<string, number>();

  constructor(readonly client: Client) {}

  /** Sends the command that opens a process, starting it under its business ID where it does not run. */
  open(start: ProcessStart, command: string, message: CommandMessage): Promise<CommandAnswer> {
    const { businessId: id, kind } = start;
    const options = { args: [message] as [CommandMessage], updateId: message.requestId };
    return this.decided(id, async () => {
      const startWorkflowOperation = new WithStartWorkflowOperation(definitions[kind].names.workflow, {
        ...startOptions(start),
        workflowIdConflictPolicy: 'USE_EXISTING',
      });
      try {
        return await this.client.workflow.executeUpdateWithStart(commandOf(command), { ...options, startWorkflowOperation });
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
        return this.client.workflow.getHandle(id).executeUpdate(commandOf(command), options);
      }
    });
  }

  /** Sends a command to an open process. Throws ProcessEnded or NotDecided. */
  command(businessId: string, command: string, message: CommandMessage): Promise<CommandAnswer> {
    return this.decided(businessId, () =>
      this.client.workflow.getHandle(businessId).executeUpdate(commandOf(command), { args: [message], updateId: message.requestId }),
    );
  }

  /** Tells a process some news, or wakes it. Answers false where it does not run: it has ended, or its run is lost. */
  async signal(businessId: string, signal: string, news?: unknown): Promise<boolean> {
    try {
      await this.client.workflow.getHandle(businessId).signal(signal, ...(news === undefined || news === null ? [] : [news]));
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  /**
   * Starts a process; does nothing where it runs, or a case has ended. One whose run is lost starts from how it stood, and is
   * woken: what it was told meanwhile stands in its rows. Many rows under one wait are woken where they run, and may run again.
   */
  async start(start: ProcessStart, stands?: Stands): Promise<void> {
    const { workflow, wait } = definitions[start.kind].names;
    try {
      if (wait === 'rows' || stands)
        await this.client.workflow.signalWithStart(workflow, { ...startOptions(start, stands), signal: wake, signalArgs: [] });
      else await this.client.workflow.start(workflow, startOptions(start, stands));
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }

  private async decided(businessId: string, send: () => Promise<CommandAnswer>): Promise<CommandAnswer> {
    const deadline = Date.now() + DECIDED_WITHIN_MS;
    for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, 1000)) {
      if (Date.now() >= deadline) throw new NotDecided(`No answer from ${businessId} within ${DECIDED_WITHIN_MS} ms`);
      const waiting = this.inFlight.get(businessId) ?? 0;
      if (waiting < IN_FLIGHT_PER_WORKFLOW) {
        this.inFlight.set(businessId, waiting + 1);
        try {
          return await this.client.connection.withDeadline(deadline, send);
        } catch (error) {
          if (error instanceof WorkflowNotFoundError) throw new ProcessEnded(businessId);
          if (!canRepeat(error)) throw error;
        } finally {
          const left = this.inFlight.get(businessId)! - 1;
          if (left === 0) this.inFlight.delete(businessId);
          else this.inFlight.set(businessId, left);
        }
      }
      await pause(Math.min(pauseMs, Math.max(0, deadline - Date.now())));
    }
  }
}

/** Connects by the standard client environment (`TEMPORAL_ADDRESS`, TLS, API key …); lazily, so that reads work while it is away. */
export function connectProcesses(namespace: string, ring: Keyring, isTraced = false): Processes {
  const { connectionOptions } = loadClientConnectConfig();
  const interceptors = isTraced ? { workflow: [new OpenTelemetryWorkflowClientInterceptor()] } : {};
  const connection = Connection.lazy(connectionOptions);
  return new Processes(new Client({ connection, namespace, dataConverter: dataConverter(ring), interceptors }));
}

function startOptions(start: ProcessStart, stands?: Stands) {
  const keyword = (name: string, value: string) => ({ key: defineSearchAttributeKey(name, SearchAttributeType.KEYWORD), value });
  const { wait, inWords, opensAgain }: ProcessNames = definitions[start.kind].names;
  // A case runs once; one whose run was terminated goes on from its row, under the same ID.
  const workflowIdReusePolicy = wait === 'rows' || opensAgain ? ('ALLOW_DUPLICATE' as const) : ('ALLOW_DUPLICATE_FAILED_ONLY' as const);
  return {
    ...placementOf(start),
    workflowId: start.businessId,
    workflowIdReusePolicy,
    args: stands === undefined ? [start] : [start, stands],
    staticSummary: inWords(start.reference),
    priority: { priorityKey: urgencyOf(start.kind), fairnessKey: start.tenant },
    typedSearchAttributes: new TypedSearchAttributes([
      keyword('Kind', start.kind),
      keyword('Reference', start.reference),
      keyword('Owner', start.owner),
    ]),
  };
}

/** The engine's 1 to 5: what a person opens comes before what opens itself from facts, and that before work on many rows. Tenants share each fairly. */
function urgencyOf(kind: ProcessStart['kind']): number {
  const { placement, opensBy } = definitions[kind].names;
  if (placement === 'durable') return 5;
  return opensBy === null ? 4 : 3;
}

function canRepeat(error: unknown): boolean {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  if (error instanceof WorkflowUpdateFailedError) return /UnprocessedUpdate/.test(String(error.cause));
  const cause = isGrpcServiceError(error) ? error : (error as { cause?: unknown }).cause;
  if (!isGrpcServiceError(cause)) return false;
  return (
    cause.code === GRPC_RESOURCE_EXHAUSTED ||
    /UNAVAILABLE|DEADLINE_EXCEEDED|CANCELLED|ABORTED/.test(cause.message) ||
    /UnprocessedUpdate/.test(cause.message)
  );
}
