import type { PrintStep } from '../../domain/cards/printing';
import type { PurgeStage } from '../../domain/cards/purge';
import { inScope, prepared, type Database, type Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { ProcessRow } from '../core/process.model';
import { PersonRow } from '../people/person.model';
import { PrintedCardRow } from './card.model';

/** A card with whose it is and its case. */
export interface CardDetails {
  card: PrintedCardRow;
  person: PersonRow;
  /** Null for one that came from elsewhere, or before the relay has started it. */
  process: ProcessRow | null;
}

/** What a list of cards is narrowed by. */
export interface CardFilter {
  step?: PrintStep | undefined;
  purge?: PurgeStage | undefined;
  state?: PrintedCardRow['state'] | undefined;
  /** A registration number. */
  person?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** Cards in scope, newest first: the printer's queue by step, its copies by how the purge stands (CRD-1, CRD-2). */
export async function listCards(trx: Transaction, { step, purge, state, person, cursor, limit }: CardFilter): Promise<Page<CardDetails>> {
  const query = PrintedCardRow.query(trx)
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (step) query.where({ step });
  if (purge) query.where({ purge });
  if (state) query.where({ state });
  if (person) query.whereIn('person_id', PersonRow.query(trx).select('id').where({ number: person }));
  if (cursor) query.where('id', '<', decodeCursor(cursor, 'id')[0]!);
  const { items, next } = page(await query, limit, (last) => [last.id]);
  return { items: await described(trx, items), next };
}

/** A card in scope, or undefined. */
export async function findCard(trx: Transaction, id: string): Promise<CardDetails | undefined> {
  return (await described(trx, await PrintedCardRow.query(trx).findByIds([id])))[0];
}

/** The cards that applications have led to, by application. */
export async function cardsOf(trx: Transaction, applications: string[]): Promise<Map<string, PrintedCardRow>> {
  const rows = await PrintedCardRow.query(trx).whereIn('application_id', applications);
  return new Map(rows.map((row) => [row.applicationId!, row]));
}

/** A person's cards that were issued, the one that runs longest first (SEC-13). */
export async function cardsOfPerson(trx: Transaction, person: string): Promise<PrintedCardRow[]> {
  return PrintedCardRow.query(trx)
    .where({ person_id: person })
    .orderBy([{ column: 'valid_to', order: 'desc' }, 'id']);
}

/** An issued card by the code that stands on it, with the name of its scheme; null where there is none (CER-3). */
export async function cardByCode(database: Database, code: string): Promise<{ card: PrintedCardRow; scheme: string } | null> {
  const { rows } = await database.raw('select id, tenant_id from card_by_code(?)', [code]);
  const [found] = rows as { id: string; tenant_id: string }[];
  if (!found) return null;
  return inScope(database, { tenant: found.tenant_id, organisation: null }, async (trx) => {
    const card = await PrintedCardRow.query(trx).findById(found.id).throwIfNotFound();
    const [tenant] = await prepared<{ name: string }>(trx, 'scheme-of-card', 'select name from tenants where id = $1', [found.tenant_id]);
    return card.state === 'approved' ? null : { card, scheme: tenant!.name };
  });
}

async function described(trx: Transaction, cards: PrintedCardRow[]): Promise<CardDetails[]> {
  const [persons, processes] = await Promise.all([
    PersonRow.query(trx).findByIds(cards.map(({ personId }) => personId)),
    ProcessRow.query(trx).whereIn(
      'entity_id',
      cards.map(({ id }) => id),
    ),
  ]);
  return cards.map((card) => ({
    card,
    person: persons.find(({ id }) => id === card.personId)!,
    process: processes.find(({ entityId }) => entityId === card.id) ?? null,
  }));
}
