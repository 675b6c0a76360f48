import { NEVER } from '../life';
import type { CaseState, ProcessIdentity } from '../process';
import type { Instant, LocalDate } from '../working-days';
import type { PrintStep, Told } from './printing';
import type { PurgeEvent, PurgeStage } from './purge';
import type { ValidityEvent } from './validity';

/** What happens by itself: staff ask after a printer that is silent, its copy is purged, the card runs out. */
export type CardEvent = 'late' | PurgeEvent | ValidityEvent;
export type CardState = 'none' | 'approved' | 'issued' | 'superseded' | 'revoked' | 'expired';

/** A card, with identifiers and dates only: number, name and what it is for are its row's (CRD-1, SEC-12). */
export interface Card extends CaseState<CardEvent, CardState> {
  tenant: string;
  reference: string;
  /** The application that it was made for; null for one that came from elsewhere. */
  application: string | null;
  /** How often the printer was asked: each job has its number, and reports of an earlier one say nothing of this one. */
  round: number;
  /** Where the newest job stands; null for a card that we had nobody print. */
  step: PrintStep | null;
  stepSince: Instant;
  /** The printer's copy of the personal data; null before it has produced the card (CRD-2). */
  purge: PurgeStage | null;
  /** The printer's reports that it has heard of. */
  heard: string[];
  validTo: LocalDate;
}

/** A report of the printer about a job, as it was received. */
export interface PrinterReport {
  report: string;
  told: Told;
  round: number;
  at: Instant;
}

/** What decisions about a card stand on. */
export interface CardFacts {
  /** As its row has it before there is a case. */
  row: { state: string; application: string | null; validTo: LocalDate };
  reports: PrinterReport[];
  /** The person's next card of this type, and when that was issued; null where there is none (CRD-3). */
  successor: { card: string; at: Instant } | null;
  /** Who is told beside the holder: users of whoever employs him now. */
  employers: string[];
  /** The holder's account; null where he has none. */
  account: string | null;
}

/** A card before anything of it has happened. */
export function unsent({ tenant, reference }: ProcessIdentity, id: string): Card {
  const nothing = { application: null, round: 0, step: 'sent' as const, stepSince: NEVER, purge: null, heard: [], validTo: '' };
  return { id, tenant, reference, ...nothing, state: 'none', stateSince: NEVER, schedule: [] };
}
