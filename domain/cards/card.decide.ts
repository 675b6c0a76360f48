import { refusedBy } from '../decision';
import type { Scheduled } from '../process';
import { refuse, type Refusal } from '../refusal';
import { causeWords, type Cause } from './causes';
import { toBoth, toDpo } from './card.mails';
import { ANSWER_RETURN, CHASE_PRINTER, CONFIRM_PURGE, CORRECT_PRINT, PRINT_TASKS, wentOn } from './card.news';
import { atStep, retired, type About, type Decided } from './card.schedule';
import { stageOf } from './card.standing';
import type { Card, CardEvent } from './card.state';
import { cardLife } from './card.transitions';
import { isAtPrinter, type Told } from './printing';
import { purgeAfter, type PurgeEvent } from './purge';

const { step } = cardLife;

/** Revokes a card for a cause; the reason stays in the request. */
export interface Revoke {
  cause: Cause;
}

/** CRD-1: what was refused or came back is printed again, from its record as that stands now. */
export function retry(card: Card, _command: object, about: About): Decided {
  if (!isToAnswer(card)) return refusedBy(card, notAwaited(card, 'Nothing is to be printed again'));
  const change = { round: card.round + 1, ...atStep(card, 'sent', about) };
  return step(card, 'retried', about.at, change, { closes: [CORRECT_PRINT, ANSWER_RETURN] });
}

/** CRD-1: a card that came back is sent again as it is. */
export function sendAgain(card: Card, _command: object, about: About): Decided {
  if (card.step !== 'returned' || card.state !== 'issued') return refusedBy(card, notAwaited(card, 'It has not come back'));
  const change = { round: card.round + 1, ...atStep(card, 'produced', about) };
  return step(card, 'sentAgain', about.at, change, { closes: [ANSWER_RETURN] });
}

/** CRD-1, CRD-2: staff record, with a reason, what the printer did and has not reported. */
export function record(card: Card, { what }: { what: Told }, about: About): Decided {
  return wentOn(card, what, about) ?? refusedBy(card, notAwaited(card, 'This is not what comes next', '/what'));
}

/** CER-3: an issued card is revoked, with a reason; its page says so from that instant on. */
export function revoke(card: Card, { cause }: Revoke, about: About): Decided {
  const { at, facts } = about;
  if (card.state !== 'issued') return refusedBy(card, notRevocable(card));
  const mails = toBoth(card, 'card-revoked', facts, { cause: causeWords[cause].toLowerCase() });
  return step(card, 'revoked', at, retired(card, about), { mails, closes: PRINT_TASKS, evidence: { cause } });
}

/** What it does by itself when a time is over. */
export function onDue(card: Card, due: Scheduled<CardEvent>, about: About): Decided {
  const rest = { ...card, schedule: card.schedule.slice(1) };
  const then = { ...about, at: due.at };
  switch (due.what) {
    case 'late':
      return step(rest, 'late', due.at, {}, { opens: [{ queue: 'caseOperator', task: CHASE_PRINTER, dueAt: due.at }] });
    case 'remindExpiry':
      return step(rest, 'remindExpiry', due.at, {}, { mails: toBoth(card, 'card-expiring', about.facts) });
    case 'expire':
      return step(rest, 'expire', due.at, retired(rest, then), { mails: toBoth(card, 'card-expired', about.facts) });
    default:
      return purging(rest, due.what, due.at);
  }
}

/** CRD-2: the printer is asked and reminded; what it does not confirm is the data protection officer's, and overdue in the end. */
function purging(card: Card, what: PurgeEvent, at: string): Decided {
  const change = { purge: purgeAfter[what] };
  if (what === 'escalatePurge') {
    const opens = [{ queue: 'dpo', task: CONFIRM_PURGE, dueAt: card.schedule.find((each) => each.what === 'overduePurge')!.at }];
    return step(card, what, at, change, { opens, mails: [toDpo(card, 'card-purge-escalated')] });
  }
  return step(card, what, at, change, { mails: what === 'overduePurge' ? [toDpo(card, 'card-purge-overdue')] : [] });
}

/** What a command to a card that is over is told (CRD-3). */
export function cardEnded(card: Card): Refusal {
  return refuse('ended', 'CRD-3', `This card is ${stageOf(card).toLowerCase()}`, 'Apply for another one.');
}

function isToAnswer({ state, step: at }: Card): boolean {
  return (state === 'approved' || state === 'issued') && (at === 'refused' || at === 'returned');
}

function notAwaited(card: Card, detail: string, place = ''): Refusal {
  const words = isAtPrinter(card, card.step) ? 'the printer has it' : stageOf(card).toLowerCase();
  return refuse('notAwaited', 'CRD-1', `${detail}: ${words}`, 'Read how it stands.', place);
}

function notRevocable(card: Card): Refusal {
  const remedy = card.state === 'approved' ? 'Wait until the printer has accepted it.' : 'Nothing has to be done: it holds no longer.';
  return refuse('notIssued', 'CER-3', `Only a card that is issued is revoked: it is ${stageOf(card).toLowerCase()}`, remedy);
}
