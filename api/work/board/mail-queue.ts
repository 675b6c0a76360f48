import type { JobStatus } from '@bull-board/api/dist/types.js';
import { inScope } from '../../../db/core/database';
import type { MailRow } from '../../../db/work/work.model';
import { countMails, findMail, listMails } from '../../../db/work/work.queries';
import { BoardQueue, type BoardRow } from './board-queue';
import type { BoardSession } from './session';

/** The outbox's mails: waiting, active, delayed (tried again later), failed for good, done; retry goes through the API's command (OPS-2). */
export class MailQueue extends BoardQueue {
  constructor(private readonly session: BoardSession) {
    super('Mail', 'E-mails and SMS; retry and promote try at once', { readOnly: false });
  }

  protected override counts() {
    return this.session.read((scope, database) => inScope(database, scope, countMails));
  }
  protected override rows(statuses: JobStatus[], from: number, limit: number) {
    return this.session.read(async (scope, database) =>
      (await inScope(database, scope, (trx) => listMails(trx, statuses, from, limit))).map(asRow),
    );
  }
  protected override row(id: string) {
    return this.session.read(async (scope, database) => {
      const mail = await inScope(database, scope, (trx) => findMail(trx, id));
      return mail ? asRow(mail) : null;
    });
  }
  protected override retryRow(id: string) {
    return this.session.retryMail(id);
  }
}

function asRow(mail: MailRow): BoardRow {
  return {
    id: mail.id,
    name: mail.name,
    status: mail.status,
    createdAt: mail.createdAt,
    startedAt: mail.sendingAt ?? mail.createdAt,
    finishedAt: mail.doneAt ?? mail.failedAt,
    nextAt: mail.status === 'delayed' ? mail.runAt : null,
    attempts: mail.attempts ?? (mail.doneAt ? 1 : 0),
    failure: mail.doneAt ? null : mail.lastError,
    data: { to: mail.target, reference: mail.facts['reference'], messageId: mail.messageId, possibleRepeats: mail.possibleRepeats },
  };
}
