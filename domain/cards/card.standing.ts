import type { Scheduled } from '../process';
import { clockOf, held, over, type Hold, type Party, type Standing } from '../standing';
import { dateWords, londonWords } from '../working-days';
import type { Card, CardEvent } from './card.state';
import { isAtPrinter, type PrintStep } from './printing';
import { purgeAfter, type PurgeStage } from './purge';

const stepStages: Record<PrintStep, string> = {
  sent: 'At the printer',
  refused: 'Print file refused',
  accepted: 'Being printed',
  produced: 'Produced',
  despatched: 'Despatched',
  returned: 'Returned undelivered',
};
const ends = { superseded: 'Superseded', revoked: 'Revoked', expired: 'Expired' } as const;
const eventWords: Record<CardEvent, string> = {
  late: 'a case operator asks after it at the printer',
  askPurge: 'the printer is asked to purge its copy',
  remindPurge: 'the printer is reminded to purge its copy',
  escalatePurge: 'the purge goes to the data protection officer',
  overduePurge: 'the purge is overdue',
  remindExpiry: 'employer and holder are reminded that it expires',
  expire: 'it expires',
};
/** The stages at which people should look first. */
export const LATE_STAGES = [stepStages.refused, stepStages.returned];

/** What people call how a card stands (CRD-1): its end, else where its print is; one that came from elsewhere is valid. */
export function stageOf({ state, step }: { state: string; step: PrintStep | null }): string {
  if (state in ends) return ends[state as keyof typeof ends];
  if (state === 'none') return 'Not approved';
  if (step) return stepStages[step];
  return state === 'approved' ? 'On its way to the printer' : 'Valid';
}

/** True where nothing of a card is awaited any more: it holds no longer, and the printer has no copy of it. */
export function isOver({ state, step, purge }: Pick<Card, 'state' | 'step' | 'purge'>): boolean {
  return state in ends && (purge === 'confirmed' || (purge === null && step === null));
}

/** How a card stands: what its print, the printer's copy and its last day wait for, each on its own (WHY-1, WHY-2). */
export function standingOf(card: Card): Standing {
  const since = londonWords(card.stateSince);
  const stage = stageOf(card);
  if (card.state === 'none') return over(stage, card.stateSince, 'Not approved yet.');
  if (isOver(card)) return over(stage, card.stateSince, `Ended at ${since}: ${stage.toLowerCase()}.`);
  const [first, ...others] = [...printing(card), ...purging(card), ...lasting(card)];
  return held(stage, first!, ...others);
}

/** The words for a scheduled event, for timers in the Temporal UI. */
export function eventSummary({ reference }: Card, due: Scheduled<CardEvent>): string {
  return `Card ${reference}: ${eventWords[due.what]}`;
}

function printing(card: Card): Hold[] {
  const { step, stepSince, state } = card;
  if (state !== 'approved' && state !== 'issued') return [];
  if (step === 'refused' || step === 'returned') {
    const why = `${stepStages[step]} at ${londonWords(stepSince)}: waiting on a case operator; it ends when it is sent again.`;
    return [holdOf(card, 'printing', 'staff', stepSince, why, [])];
  }
  if (!isAtPrinter(card, step)) return [];
  const next = step === 'sent' ? 'accepts it' : step === 'accepted' ? 'has produced it' : 'has despatched it';
  const why = `Waiting on the printer since ${londonWords(stepSince)}; it ends when the printer ${next}.`;
  return [holdOf(card, 'printing', 'printer', stepSince, why, ['late'])];
}

const purgeWords: Record<Exclude<PurgeStage, 'confirmed'>, string> = {
  kept: 'has a copy of the holder’s data until it is asked to purge it',
  asked: 'is asked to purge its copy of the holder’s data',
  reminded: 'is reminded to purge its copy of the holder’s data',
  escalated: 'has not confirmed that it purged its copy: it is with the data protection officer',
  overdue: 'has not confirmed in time that it purged its copy: it is with the data protection officer',
};

function purging(card: Card): Hold[] {
  const { stepSince, state, step } = card;
  // Of one that holds no longer the printer has at least the file.
  const purge = card.purge ?? (state in ends && step ? 'kept' : null);
  if (purge === null || purge === 'confirmed') return [];
  const awaiting: Party = purge === 'escalated' || purge === 'overdue' ? 'staff' : 'printer';
  const why = `The printer ${purgeWords[purge]}; it ends when the purge is confirmed.`;
  return [holdOf(card, 'purge', awaiting, stepSince, why, Object.keys(purgeAfter) as CardEvent[])];
}

function lasting(card: Card): Hold[] {
  if (card.state !== 'issued') return [];
  const why = `Valid to the end of ${dateWords(card.validTo)}; it ends then, or when it is superseded or revoked.`;
  return [holdOf(card, 'validity', 'nobody', card.stateSince, why, ['remindExpiry', 'expire'])];
}

function holdOf({ schedule }: Card, name: string, awaiting: Party, since: string, why: string, events: CardEvent[]): Hold {
  const next = schedule.filter(({ what }) => events.includes(what)).map(({ at, what }) => ({ at, what: eventWords[what] }));
  return { name, awaiting, clock: clockOf(awaiting), since, why, next, dueAt: next[0]?.at ?? null };
}
