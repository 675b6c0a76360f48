import type { JobStatus } from '@bull-board/api/dist/types.js';
import { inScope } from '../../db/database';
import { countHolds, findHold, listHolds, type HoldRow } from '../../db/queries/holds.queries';
import { BoardQueue, type BoardRow } from './board-queue';
import type { BoardSession } from './session';

/** BACS holds: delayed until due, failed when overdue, completed when allocated or cancelled; decisions are made by API and console (OPS-2). */
export class HoldsQueue extends BoardQueue {
  constructor(
    private readonly session: BoardSession,
    temporalUi: string,
    namespace: string,
  ) {
    super('BACS holds', 'Advance orders that wait for a transfer; read-only', {
      readOnly: true,
      externalJobUrl: (job) => ({
        displayText: 'Open in Temporal',
        href: `${temporalUi}/namespaces/${namespace}/workflows/${encodeURIComponent(`advance-order/${job.name}`)}`,
      }),
    });
  }

  protected override counts() {
    return this.session.read((scope, database) => inScope(database, scope, countHolds));
  }
  protected override rows(statuses: JobStatus[], from: number, limit: number) {
    return this.session.read(async (scope, database) =>
      (await inScope(database, scope, (trx) => listHolds(trx, statuses, from, limit))).map(asRow),
    );
  }
  protected override row(id: string) {
    return this.session.read(async (scope, database) => {
      const hold = await inScope(database, scope, (trx) => findHold(trx, id));
      return hold ? asRow(hold) : null;
    });
  }
  protected override retryRow(): Promise<void> {
    return Promise.reject(new Error('Holds are decided by finance, not retried.'));
  }
}

function asRow(hold: HoldRow): BoardRow {
  return {
    id: hold.entity_id,
    name: hold.reference,
    status: hold.status,
    createdAt: hold.opened_at,
    startedAt: hold.opened_at,
    finishedAt: hold.ended_at,
    nextAt: hold.due_at,
    attempts: 0,
    failure: hold.status === 'failed' ? hold.why : null,
    data: { stage: hold.stage, awaiting: hold.awaiting, dueAt: hold.due_at, why: hold.why, next: hold.next },
  };
}
