import type { MailRow, WorkItemRow } from '../../db/work/work.model';

/** A mail of the log, without its text. */
export function mailBody(mail: MailRow) {
  const { id, status, createdAt, attempts, possibleRepeats, messageId, lastError } = mail;
  return {
    id,
    kind: mail.kind,
    template: mail.name,
    about: mail.entityId,
    status,
    createdAt,
    sentAt: mail.doneAt,
    deliveredAt: mail.deliveredAt,
    attempts,
    nextTryAt: mail.runAt,
    possibleRepeats,
    messageId,
    lastError,
  };
}

/** A task for people. */
export function workItemBody(item: WorkItemRow) {
  const { id, queue, task, entityType, entityId, dueAt, openedAt, assigneeId, detail } = item;
  const about = { type: entityType, id: entityId, reference: item.reference ?? null };
  return { id, queue, task, about, dueAt, openedAt, assignee: assigneeId, detail };
}
