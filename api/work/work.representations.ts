import { toMoney } from '../../domain/money';
import { isTrained } from '../../domain/access/permissions';
import { londonDate, type Instant } from '../../domain/working-days';
import type { Caller } from '../../platform/scope';
import { taskLabel } from '../../domain/work/task-labels';
import type { TaskDetails } from '../../db/work/task-subjects.queries';
import type { MailRow } from '../../db/work/work.model';

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

/** A task for people; without names to staff whose training is not in force (SEC-8). */
export function workItemBody({ item, pence, ...names }: TaskDetails, caller: Caller, at: Instant) {
  const { payer, assigneeName } = isTrained(caller, londonDate(at)) ? names : { payer: null, assigneeName: null };
  const { id, queue, task, entityType, entityId, dueAt, openedAt, assigneeId, detail } = item;
  const about = { type: entityType, id: entityId, reference: item.reference ?? null };
  const subject = { amount: pence === null ? null : toMoney(pence), payer, age: item.age };
  return { id, queue, task, label: taskLabel(task), about, ...subject, dueAt, openedAt, assignee: assigneeId, assigneeName, detail };
}
