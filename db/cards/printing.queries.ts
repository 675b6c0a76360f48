import { cardTypeWords, type CardType } from '../../domain/applications/card-types';
import { londonDate } from '../../domain/working-days';
import type { Keyring } from '../../platform/keys';
import { deliveryOf } from '../applications/offers';
import type { Transaction } from '../core/database';
import { AddressRow, NodeRow } from '../organisations/organisation.model';
import { PersonRow } from '../people/person.model';
import { PrintedCardRow } from './card.model';
import { faceOf, type CardFace } from './faces.queries';

/** Where the printer sends a card, and what stands on it. */
export interface PrintJob {
  round: number;
  face: CardFace;
  deliverTo: { name: string; lines: string[]; postcode: string | null };
}
/** What the printer is asked to do with one job of a card; null where that is not wanted any more. */
export type Job = { round: number; print: PrintJob | null };

/** CRD-1, CRD-2: what the printer is to be asked of a card by the name of what is asked; null where it is wanted no more. */
export async function jobToSend(trx: Transaction, id: string, name: string, ring: Keyring): Promise<Job | null> {
  const card = await PrintedCardRow.query(trx).findById(id).throwIfNotFound();
  const { round, step, purge } = card;
  if (name === 'purge') return purge === null || purge === 'confirmed' ? null : { round, print: null };
  if (name === 'despatch') return step === 'produced' ? { round, print: null } : null;
  if (step !== 'sent') return null;
  const face = await faceOf(trx, card, ring, londonDate(card.stepSince!));
  const type = cardTypeWords[face.type as CardType] ?? face.type;
  return { round, print: { round, face: { ...face, type }, deliverTo: await addressee(trx, card) } };
}

/** The order's delivery office; the holder himself where the order says so, or he has left the employer (CRD-1, EMP-3). */
async function addressee(trx: Transaction, { applicationId, personId }: PrintedCardRow): Promise<PrintJob['deliverTo']> {
  const delivery = applicationId ? await deliveryOf(trx, applicationId) : null;
  if (!delivery || delivery.goesTo === 'applicant') {
    const person = await PersonRow.query(trx).findById(personId).throwIfNotFound();
    return { name: person.fullName, lines: person.addressLines, postcode: person.postcode };
  }
  const { name } = await NodeRow.query(trx).findById(delivery.office).throwIfNotFound();
  const address = await AddressRow.query(trx).where({ node_id: delivery.office }).orderBy('id').first();
  return {
    name: delivery.attentionOf ? `${delivery.attentionOf}, ${name}` : name,
    lines: address?.lines ?? [],
    postcode: address?.postcode ?? null,
  };
}
