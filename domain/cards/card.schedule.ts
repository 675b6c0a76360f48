import type { Decision } from '../decision';
import type { Scheduled, Situation } from '../process';
import { ladder, merged } from '../schedule';
import type { Card, CardEvent, CardFacts } from './card.state';
import { isAtPrinter, type PrintStep } from './printing';
import { purgeAfter, purgeLadder } from './purge';

/** What decisions about a card stand on. */
export type About = Situation<CardFacts>;
/** A decision about a card. */
export type Decided = Decision<Card>;

const PRINTING: readonly CardEvent[] = ['late'];
const PURGE = Object.keys(purgeAfter) as CardEvent[];
const VALIDITY: readonly CardEvent[] = ['remindExpiry', 'expire'];

/** A job has come to a step: as long as the printer is to do something, staff ask after it in so many working days (CRD-1). */
export function atStep(card: Card, step: PrintStep, { at, policy, calendar }: About): Pick<Card, 'step' | 'stepSince' | 'schedule'> {
  const rungs = isAtPrinter(card, step) ? [{ what: 'late' as const, workingDays: policy.printing.lateWorkingDays }] : [];
  return { step, stepSince: at, schedule: merged(without(card, PRINTING), ladder<CardEvent>(at, rungs, calendar)) };
}

/** The printer's copy is purged from now on by its days (CRD-2). */
export function purgedFrom(card: Pick<Card, 'schedule'>, { at, policy }: About): Pick<Card, 'purge' | 'schedule'> {
  return { purge: 'kept', schedule: merged(without(card, PURGE), purgeLadder(at, policy)) };
}

/** The copy is purged: nothing more is asked. */
export function purgeOver(card: Pick<Card, 'schedule'>): Pick<Card, 'purge' | 'schedule'> {
  return { purge: 'confirmed', schedule: without(card, PURGE) };
}

/** It holds no longer: no reminder of its last day; a copy that the printer has and did not print from is to be purged all the same. */
export function retired(card: Card, about: About): Partial<Card> {
  const schedule = without(card, [...VALIDITY, ...PRINTING]);
  return card.purge === null && card.step !== null ? purgedFrom({ schedule }, about) : { schedule };
}

function without({ schedule }: Pick<Card, 'schedule'>, events: readonly CardEvent[]): Scheduled<CardEvent>[] {
  return schedule.filter(({ what }) => !events.includes(what));
}
