import type { Unheard } from '../process';
import { merged } from '../schedule';
import { laterOf } from '../working-days';
import { toBoth } from './card.mails';
import { atStep, purgedFrom, purgeOver, retired, type About, type Decided } from './card.schedule';
import { isOver } from './card.standing';
import type { Card, CardFacts } from './card.state';
import { cardLife } from './card.transitions';
import { goesOnFrom, type PrintStep, type Told } from './printing';
import { validityLadder } from './validity';

const { step } = cardLife;

/** The case operators' tasks about the printer. */
export const CORRECT_PRINT = 'correctPrint';
export const CHASE_PRINTER = 'chasePrinter';
export const ANSWER_RETURN = 'answerReturn';
/** The data protection officer's about its copy. */
export const CONFIRM_PURGE = 'confirmPurge';
export const PRINT_TASKS = [CORRECT_PRINT, CHASE_PRINTER, ANSWER_RETURN];
const QUEUE = 'caseOperator';

/** CRD-1: an approved card goes to the printer; one that came from elsewhere is valid until its last day. */
export function open(card: Card, about: About): Decided {
  const { at, policy } = about;
  const { application, validTo, state } = about.facts.row;
  const known = { ...card, application, validTo };
  if (state === 'approved') return step(known, 'sent', at, { round: 1, ...atStep(known, 'sent', about) });
  return step(known, 'known', at, { step: null, schedule: validityLadder(validTo, at, policy) });
}

/** What the rows show and it has not heard of: the first, unless a moment of its own comes first; at one instant the moment does. */
export function unheard(card: Card, { reports, successor }: CardFacts): Unheard | null {
  if (isOver(card)) return null;
  const { state, stateSince } = card;
  const told = reports.find(({ report }) => !card.heard.includes(report));
  const news: Unheard[] = [];
  if (told) news.push({ news: 'reported', key: told.report, body: { report: told.report }, at: laterOf(told.at, stateSince) });
  if (successor && state === 'issued')
    news.push({ news: 'superseded', key: successor.card, body: { by: successor.card }, at: laterOf(successor.at, stateSince) });
  const [first] = news.sort((a, b) => (a.at < b.at ? -1 : 1));
  const moment = card.schedule[0];
  return first && !(moment && moment.at <= first.at) ? first : null;
}

/** CRD-1, CRD-2: what the printer reports of its newest job goes on from where it was; anything else is noted, and undoes nothing. */
export function reported(card: Card, { report }: { report: string }, about: About): Decided {
  const { told, round, at: receivedAt } = about.facts.reports.find((each) => each.report === report)!;
  const heard = { ...card, heard: [...card.heard, report] };
  const evidence = { receivedAt };
  const decision = (told === 'purged' || round === card.round) && wentOn(heard, told, about);
  return decision ? { ...decision, evidence } : step(heard, 'noted', about.at, {}, { evidence });
}

/** Where a card goes on by what became of it at the printer; null where that is no step on. */
export function wentOn(card: Card, told: Told, about: About): Decided | null {
  if (told === 'purged') return purged(card, about);
  if (!goesOnFrom(card.step, told)) return null;
  return told === 'refused' ? refused(card, about) : moved(card, told, about);
}

/** CRD-3: the person's next card of this type is issued. */
export function superseded(card: Card, { by }: { by: string }, about: About): Decided {
  return step(card, 'superseded', about.at, retired(card, about), { closes: [ANSWER_RETURN, CHASE_PRINTER], evidence: { by } });
}

function refused(card: Card, about: About): Decided {
  const opens = [{ queue: QUEUE, task: CORRECT_PRINT, dueAt: about.at }];
  return step(card, 'refused', about.at, atStep(card, 'refused', about), { opens, closes: [CHASE_PRINTER] });
}

function moved(card: Card, told: Exclude<PrintStep, 'sent' | 'refused'>, about: About): Decided {
  const { at, policy, facts } = about;
  const printed = atStep(card, told, about);
  const schedule = card.state === 'approved' ? merged(printed.schedule, validityLadder(card.validTo, at, policy)) : printed.schedule;
  // Of one that holds no longer, the days of the purge are counted already.
  const isProduced = goesOnFrom(card.step, 'produced') && told !== 'accepted' && (card.purge === null || card.state === 'issued');
  const change = { ...printed, schedule, ...(isProduced ? purgedFrom({ schedule }, about) : {}) };
  return step(card, told, at, change, {
    closes: [CORRECT_PRINT, CHASE_PRINTER],
    opens:
      told === 'returned' && (card.state === 'issued' || card.state === 'approved')
        ? [{ queue: QUEUE, task: ANSWER_RETURN, dueAt: at }]
        : [],
    mails: told === 'despatched' ? toBoth(card, 'card-despatched', facts) : [],
    tells: card.state === 'approved' && card.application ? [{ entity: card.application }] : [],
  });
}

function purged(card: Card, about: About): Decided | null {
  if (card.purge === null || card.purge === 'confirmed') return null;
  return step(card, 'purged', about.at, purgeOver(card), { closes: [CONFIRM_PURGE] });
}
