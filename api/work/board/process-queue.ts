import type { JobStatus } from '@bull-board/api/dist/types.js';
import { inScope } from '../../../db/core/database';
import { countQueued, findQueued, listQueued, type ProcessQueueOf, type QueuedProcess } from '../../../db/core/process-queues.queries';
import { processes, type ProcessKind } from '../../../domain/processes';
import type { Route } from '../../core/route';
import { retryOf } from './retries';
import { BoardQueue, type BoardRow } from './board-queue';
import type { BoardSession } from './session';

/** A kind of process as a queue: delayed until due, failed where it is late, completed when ended; decisions are made by API and console, and a retry is the command that its kind names (OPS-2). */
export class ProcessQueue extends BoardQueue {
  private readonly queue: ProcessQueueOf;
  private readonly retries: Route | null;

  constructor(
    private readonly session: BoardSession,
    kind: ProcessKind,
    workflowsUrl: string,
  ) {
    const { name, description, lateStages } = processes[kind].board;
    const retries = retryOf(kind);
    super(name, retries ? description : `${description}; read-only`, {
      readOnly: !retries,
      externalJobUrl: (job) => ({
        displayText: 'Open in Temporal',
        href: `${workflowsUrl}/${encodeURIComponent(String((job.data as { businessId: string }).businessId))}`,
      }),
    });
    this.retries = retries;
    this.queue = { kind, lateStages: [...lateStages] };
  }

  protected override counts() {
    return this.session.read((scope, database) => inScope(database, scope, (trx) => countQueued(trx, this.queue)));
  }
  protected override rows(statuses: JobStatus[], from: number, limit: number) {
    return this.session.read(async (scope, database) =>
      (await inScope(database, scope, (trx) => listQueued(trx, this.queue, statuses, from, limit))).map(asRow),
    );
  }
  protected override row(id: string) {
    return this.session.read(async (scope, database) => {
      const found = await inScope(database, scope, (trx) => findQueued(trx, this.queue, id));
      return found ? asRow(found) : null;
    });
  }
  protected override retryRow(id: string): Promise<void> {
    if (!this.retries) return Promise.reject(new Error('These are decided by people, not retried.'));
    return this.session.retry(this.retries, id);
  }
}

function asRow(process: QueuedProcess): BoardRow {
  const { business_id: businessId, stage, awaiting, due_at: dueAt, why, next } = process;
  return {
    id: process.entity_id,
    name: process.reference,
    status: process.status,
    createdAt: process.opened_at,
    startedAt: process.opened_at,
    finishedAt: process.ended_at,
    nextAt: dueAt,
    attempts: 0,
    failure: process.status === 'failed' ? why : null,
    data: { businessId, stage, awaiting, dueAt, why, next },
  };
}
