import { v7 as uuid } from 'uuid';
import { sessionInWords, type Session } from '../../domain/catalogue/session';
import { windowFaults, type ProposedWindow, type Window, type WindowDates } from '../../domain/catalogue/window';
import type { Refusal } from '../../domain/refusal';
import type { LocalDate } from '../../domain/working-days';
import { openWindow } from '../bookings/offers';
import { auditChange } from '../core/audit.commands';
import { refused } from '../core/commit-refused';
import type { Transaction } from '../core/database';
import { editRow, insertOnce, insistOnVersion, lockRow } from '../core/edits';
import type { RequestedBy } from '../core/requests.commands';
import { AssessmentWindowRow, SessionOpeningRow } from './catalogue.model';
import type { Asking } from './products.commands';
import { productsById } from './products.queries';

/** Opens another session than the current one for a product between two days, both included; answers its identifier (REG-2). Throws a refusal where it is opened already. */
export async function openSession(
  trx: Transaction,
  opening: { product: string; session: Session; from: LocalDate; until: LocalDate },
  { tenant, asked, at }: Asking,
): Promise<string> {
  const { product: productId, session, from: opensOn, until: closesOn } = opening;
  const id = uuid();
  if (!(await insertOnce(trx, SessionOpeningRow, { id, tenantId: tenant, productId, session, opensOn, closesOn }))) {
    const detail = `The session ${sessionInWords(session)} is opened for it already`;
    throw refused('sessionTaken', 'REG-2', detail, 'Change the days of that one.', '/session');
  }
  const after = { product: productId, session, from: opensOn, until: closesOn };
  await auditChange(trx, { tenant, entity: { type: 'session-opening', id }, event: 'made', at, before: null, after }, asked);
  return id;
}

/** Moves the days of an opening (REG-2). Throws a refusal where it is at another version than was read. */
export async function moveOpening(
  trx: Transaction,
  id: string,
  seen: number | null,
  { from: opensOn, until: closesOn }: { from: LocalDate; until: LocalDate },
  { tenant, asked, at }: Asking,
): Promise<void> {
  const before = await lockRow(trx, SessionOpeningRow, id);
  insistOnVersion(before, seen);
  const was = { opensOn: before.opensOn, closesOn: before.closesOn };
  const change = { tenant, entity: { type: 'session-opening', id }, event: 'changed', at, before: was, after: { opensOn, closesOn } };
  await editRow(trx, SessionOpeningRow, { opensOn, closesOn }, change, asked);
}

/** What keeps an assessment window from coming into force as it is proposed, looked for anew when a second person approves (BKG-3, SEC-8). */
export async function faultsOfWindow(trx: Transaction, proposed: ProposedWindow, today: LocalDate): Promise<Refusal[]> {
  const rows = await AssessmentWindowRow.query(trx).where({ product_id: proposed.product }).orderBy('id').forNoKeyUpdate();
  const [product] = await productsById(trx, [proposed.product], proposed.opensOn);
  return windowFaults(proposed, { product, today, windows: rows.map(windowOf) });
}

/** Makes a window that a second person has approved, or moves its dates (BKG-3). */
export async function adoptWindow(
  trx: Transaction,
  { window, product: productId, name, component, opensOn, cutOffOn, closesOn }: ProposedWindow,
  { tenant, asked, at }: { tenant: string; asked: RequestedBy; at: string },
): Promise<void> {
  const dates = { opensOn, cutOffOn, closesOn };
  if (window === null) {
    const id = uuid();
    await AssessmentWindowRow.query(trx).insert({ id, tenantId: tenant, productId, name, component, ...dates });
    const change = {
      tenant,
      entity: { type: 'assessment-window', id },
      event: 'made',
      at,
      before: null,
      after: { name, component, ...dates },
    };
    await auditChange(trx, change, asked);
    return open(trx, { id, tenant, productId, name, ...dates }, asked, at);
  }
  const before = windowOf(await lockRow(trx, AssessmentWindowRow, window));
  const was = { opensOn: before.opensOn, cutOffOn: before.cutOffOn, closesOn: before.closesOn };
  const change = { tenant, entity: { type: 'assessment-window', id: window }, event: 'moved', at, before: was, after: dates };
  await editRow(trx, AssessmentWindowRow, dates, change, asked);
  await open(trx, { id: window, tenant, productId, name: before.name, ...dates }, asked, at);
}

/** Bookings are taken for it from now on, by its days as they are now (BKG-3). */
async function open(
  trx: Transaction,
  { productId, ...window }: WindowDates & { id: string; tenant: string; productId: string; name: string },
  asked: RequestedBy,
  at: string,
): Promise<void> {
  const [product] = await productsById(trx, [productId], window.opensOn);
  const { lateAllowed, components } = product!;
  await openWindow(trx, { ...window, lateAllowed, components }, asked, at);
}

function windowOf({ id, name, component, opensOn, cutOffOn, closesOn }: AssessmentWindowRow): Window {
  return { id, name, component, opensOn, cutOffOn, closesOn };
}
