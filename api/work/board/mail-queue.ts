import type { JobStatus } from '@bull-board/api/dist/types.js';
import { inScope } from '../../../db/core/database';
import type { MailRow } from '../../../db/work/work.model';
import { countMails, findMail, listMails } from '../../../db/work/work.queries';
import { retryMailRoute } from '../work.routes';
import { BoardQueue, type BoardRow } from './board-queue';
import type { BoardSession } from './session';

/** The outbox's mails: waiting, active, delayed (tried again later), failed for good, done; retry goes through the API's command (OPS-2). */
export class MailQueue extends BoardQueue {
  constructor(private readonly session: BoardSession) {
    super('Mail', 'E-mails and SMS; retry and promote try at once', { readOnly: false });
  }

  protected override counts() {
    return this.session.read(async (scope, database) => {
      const { skipped = 0, completed = 0, ...open } = await inScope(database, scope, countMails);
      return { ...open, completed: completed + skipped };
    });
  }
  protected override rows(statuses: JobStatus[], from: number, limit: number) {
    const wanted = statuses.includes('completed') ? [...statuses, 'skipped'] : statuses;
    return this.session.read(async (scope, database) =>
      (await inScope(database, scope, (trx) => listMails(trx, wanted, from, limit))).map(asRow),
    );
  }
  protected override row(id: string) {
    return this.session.read(async (scope, database) => {
      const mail = await inScope(database, scope, (trx) => findMail(trx, id));
      return mail ? asRow(mail) : null;
    });
  }
  protected override retryRow(id: string) {
    return this.session.retry(retryMailRoute, id);
  }
}

/** One that was skipped stands among the completed, the board knowing no other end, and says so. */
function asRow(mail: MailRow): BoardRow {
  const { id, name, target: to, facts, createdAt, attempts, messageId, possibleRepeats, skippedAt } = mail;
  return {
    id,
    name,
    status: mail.status === 'skipped' ? 'completed' : mail.status,
    createdAt,
    startedAt: mail.sendingAt ?? createdAt,
    finishedAt: mail.doneAt ?? mail.failedAt ?? skippedAt,
    nextAt: mail.status === 'delayed' ? mail.runAt : null,
    attempts,
    failure: mail.lastError,
    data: { to, reference: facts['reference'], messageId, possibleRepeats, ...(skippedAt ? { skippedAt } : {}) },
  };
}
