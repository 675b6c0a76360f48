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
import type { ProcessKind } from '../domain/process';
import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes, type UpdateDefinition } from '@temporalio/common';
import { setTimeout as pause } from 'node:timers/promises';
import { TASK_QUEUE, type CommandAnswer, type CommandMessage, type ProcessStart } from '../messages/core.messages';
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

/** The workflow of each kind of process, and what the Temporal UI calls one in its list. */
const workflows: Record<ProcessKind, { type: string; summary: (reference: string) => string }> = {
  'advance-order': { type: 'advanceOrder', summary: (reference) => `Advance order ${reference}: held for a BACS transfer` },
  'statement-import': { type: 'statementImport', summary: (reference) => `Statement ${reference}: its lines become receipts` },
  suspense: { type: 'suspenseCase', summary: (reference) => `Receipt ${reference}: in suspense until somebody knows whose it is` },
  reversal: { type: 'reversal', summary: (reference) => `Reversal of ${reference}: awaits a second person` },
  invitation: { type: 'invitation', summary: (reference) => `Link ${reference}: a user activates an account or chooses a password` },
  'access-request': { type: 'accessRequest', summary: (reference) => `Request ${reference}: somebody of a centre asks for an account` },
  approval: { type: 'approval', summary: (reference) => `Proposal ${reference}: awaits a second person` },
  'bulk-action': { type: 'bulkAction', summary: (reference) => `Bulk action ${reference}: one item after the other` },
};

/** The only place that starts, updates and signals workflows. */
export class Processes {
  private readonly inFlight = new Map<string, number>();

  constructor(readonly client: Client) {}

  /** Sends the command that opens a process, starting it under its business ID where it does not run. */
  open<Body>(
    start: ProcessStart,
    update: UpdateDefinition<CommandAnswer, [CommandMessage<Body>]>,
    message: CommandMessage<Body>,
  ): Promise<CommandAnswer> {
    const id = start.businessId;
    return this.decided(id, async () => {
      const startWorkflowOperation = new WithStartWorkflowOperation(workflows[start.kind].type, {
        ...startOptions(start),
        workflowIdConflictPolicy: 'USE_EXISTING',
      });
      try {
        return await this.client.workflow.executeUpdateWithStart(update, {
          args: [message],
          updateId: message.requestId,
          startWorkflowOperation,
        });
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
        return this.client.workflow.getHandle(id).executeUpdate(update, { args: [message], updateId: message.requestId });
      }
    });
  }

  /** Sends a command to an open process. Throws ProcessEnded or NotDecided. */
  command<Body>(
    businessId: string,
    update: UpdateDefinition<CommandAnswer, [CommandMessage<Body>]>,
    message: CommandMessage<Body>,
  ): Promise<CommandAnswer> {
    return this.decided(businessId, () =>
      this.client.workflow.getHandle(businessId).executeUpdate(update, { args: [message], updateId: message.requestId }),
    );
  }

  /** Tells a process some news. Answers false where it has ended: the news then concerns nobody. */
  async signal(businessId: string, signal: string, news: unknown): Promise<boolean> {
    try {
      await this.client.workflow.getHandle(businessId).signal(signal, news);
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return false;
      throw error;
    }
  }

  /** Starts a process, after its identity with its input if it takes one; does nothing where it was started before. */
  async start(start: ProcessStart, input?: unknown): Promise<void> {
    try {
      await this.client.workflow.start(workflows[start.kind].type, startOptions(start, input));
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

function startOptions(start: ProcessStart, input?: unknown) {
  const keyword = (name: string, value: string) => ({ key: defineSearchAttributeKey(name, SearchAttributeType.KEYWORD), value });
  return {
    taskQueue: TASK_QUEUE,
    workflowId: start.businessId,
    workflowIdReusePolicy: 'REJECT_DUPLICATE' as const,
    args: input === undefined ? [start] : [start, input],
    staticSummary: workflows[start.kind].summary(start.reference),
    typedSearchAttributes: new TypedSearchAttributes([
      keyword('Kind', start.kind),
      keyword('Reference', start.reference),
      keyword('Owner', start.owner),
      keyword('Tenant', start.tenant),
    ]),
  };
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
