import type { Told } from '../../domain/cards/printing';
import type { ApiClient } from './api-client';
import { eventually } from './eventually';
import type { TestSystem } from './system';

/** A card as the API shows it to staff, as far as tests look. */
export interface CardBody {
  id: string;
  number: string;
  reference: string;
  state: string;
  stage: string;
  step: string | null;
  purge: string | null;
  cause: string | null;
  code: string;
  validFrom: string;
  validTo: string;
  application: string | null;
  standing: { holds: { name: string; awaiting: string; next: { at: string; what: string }[] }[]; why: string } | null;
  version: number;
}
/** A job as the printer took it. */
export interface PrinterJob {
  reference: string;
  round: string;
  number: string;
  name: string;
  photo: string | null;
  pageUrl: string;
  deliverTo: { name: string; lines: string[]; postcode: string | null };
  asked: string[];
}
type Printer = Pick<TestSystem, 'printer'>;

/** The printer's job of a card, once it was asked for that, and for what else is said. */
export function printerJob({ printer }: Printer, card: string, ...asked: string[]): Promise<PrinterJob> {
  return eventually(async () => {
    const jobs = (await (await fetch(`${printer}/jobs`)).json()) as PrinterJob[];
    const found = jobs.find(({ reference }) => reference === card);
    if (!found || !asked.every((each) => found.asked.includes(each))) throw new Error('The printer has not been asked yet');
    return found;
  });
}

/** What the printer does about a card, which it then reports; about an earlier job where it is said. */
export async function printerTells(system: Printer, card: string, told: Told, round?: number): Promise<void> {
  await printerJob(system, card);
  const body = new URLSearchParams({ told, ...(round ? { round: String(round) } : {}) });
  const { status } = await fetch(`${system.printer}/reports/${card}`, { method: 'POST', body, redirect: 'manual' });
  if (status !== 303) throw new Error(`The printer answered ${status}`);
}

/** Switches the printer's faults on; without any it is sound again. */
export async function printerFaults({ printer }: Printer, fault: object = {}): Promise<void> {
  await fetch(`${printer}/faults`, { method: 'POST', body: JSON.stringify(fault), headers: { 'Content-Type': 'application/json' } });
}

/** Sends what the printer withheld, the newest first. */
export async function printerReleases({ printer }: Printer): Promise<void> {
  await fetch(`${printer}/release`, { method: 'POST' });
}

/** The card that came of an application, as staff see it. */
export function cardOf(staff: ApiClient, { id }: { id: string }): Promise<CardBody> {
  return eventually(async () => {
    const { card } = (await staff.get<{ card: { id: string } | null }>(`/v1/applications/${id}`)).body;
    const { body } = await staff.get<CardBody>(`/v1/cards/${card!.id}`);
    // Where its case is there already, its row may have been read before the first step.
    if (!body.standing || body.version === 0) throw new Error('Its case has not begun yet');
    return body;
  });
}

/** A card as staff see it now. */
export async function cardNow(staff: ApiClient, { id }: { id: string }): Promise<CardBody> {
  return (await staff.get<CardBody>(`/v1/cards/${id}`)).body;
}

/** A card once it is at a step, or in a state. */
export function cardIs(staff: ApiClient, card: { id: string }, is: Partial<CardBody>): Promise<void> {
  return eventually(async () => expect(await cardNow(staff, card)).toMatchObject(is));
}
