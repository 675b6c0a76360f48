import type { PrintJob } from '../../db/cards/printing.queries';
import { NotSent } from './not-sent';

/** How long a provider may take to answer. */
const ANSWERS_WITHIN_MS = 10_000;

/** A card that is to be printed: our reference of it, the job's number, what stands on it, its public page, and where it goes. */
export type CardToPrint = PrintJob & { reference: string; pageUrl: string };

/** Asks the printer of cards over its HTTP interface; the same job is done once, however often it is asked for (OPS-3). What comes of it is told by webhook. */
export function cardPrinter(url: string, key: string) {
  const post = async (path: string, idempotencyKey: string, body: object): Promise<void> => {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}`, 'Idempotency-Key': idempotencyKey },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
    }).catch((error: Error) => {
      throw new NotSent(`Printer: ${error.name}`, false);
    });
    if (!answer.ok) throw new NotSent(`Printer: ${answer.status}`, false);
  };
  return {
    /** Sends a card to be printed and despatched. Throws NotSent. */
    async print({ reference, round, face, pageUrl, deliverTo }: CardToPrint): Promise<void> {
      const { number, name, type, occupation, validTo, qualifications, photo } = face;
      const printed = { number, name, type, occupation, validTo, qualifications, photo: photo && photo.toString('base64'), pageUrl };
      await post('/jobs', `${reference}/${round}`, { reference, round: String(round), ...printed, deliverTo });
    },
    /** Has a card that came back despatched again, or its copy purged; the key tells one asking from the next. Throws NotSent. */
    async ask(
      what: 'despatch' | 'purge',
      { reference, round, key: once }: { reference: string; round: number; key: string },
    ): Promise<void> {
      await post(`/jobs/${reference}/${what}`, once, { round: String(round) });
    },
  };
}

/** As the relay uses it. */
export type Printer = ReturnType<typeof cardPrinter>;
