import type { BookingFacts, Candidate } from '../../domain/bookings/booking.decide';
import type { KnownWindow } from '../../domain/bookings/sitting.decide';
import { refuse, type Refusal } from '../../domain/refusal';
import type { LearnerStateName } from '../../domain/learners/learner.state';
import { londonDate, type Instant, type LocalDate } from '../../domain/working-days';
import { bookingFees, productsById, windowsOf } from '../catalogue/offers';
import { inTenantScope, prepared, type Transaction } from '../core/database';
import { addressesOf } from '../organisations/offers';
import type { OfCentre } from './booking.model';
import { momentsOfWindows } from './windows.queries';

/** Shared: bookings hinder none of one another; a move of the window and the end of it wait for them, and they for those. */
const HOLD = `
  select entity_id as id, ended_at is not null as "isOver" from processes where kind = 'booking-window' and entity_id = any($1::uuid[])
  order by entity_id for share`;
/** Whoever books, withdraws or transfers the same learner waits, so that he is named where he stands in the way. */
const LOCK = 'select id from learners where id = any($1::uuid[]) or batch_id = any($2::uuid[]) order by id for no key update';
/** In a statement of its own: it sees what those wrote for whom it waited. A transfer leaves a learner his number, and what he is booked for. */
const CANDIDATES = `
  select l.id, l.batch_id as batch, l.number, l.product_id as product, l.session, l.state, l.lapses_on as "lapsesOn",
    array(${componentsOf("b.state in ('active', 'pendingResult')")}) as booked,
    array(${componentsOf("b.state <> 'cancelled'")}) as taken
  from learners l where l.id = any($1::uuid[]) or l.batch_id = any($2::uuid[]) order by l.id`;
const BATCHES = 'select id from batches where id = any($1::uuid[])';

/** Who is to be booked: learners by name, and all of some batches who are registered and not booked yet (BKG-2). */
export interface Chosen {
  learners: string[];
  batches: string[];
}
/** A learner with the batch in which he is. */
export type FoundCandidate = Candidate & { batch: string };
/** What a booking stands on, and who of those that were named is there. */
export interface ReadFacts extends BookingFacts {
  learners: FoundCandidate[];
  windows: HeldWindow[];
}

/** Reads what a booking of a product stands on; its windows and its learners are held until the transaction ends (BKG-1, BKG-2, BKG-3). */
export async function readBookingFacts(
  trx: Transaction,
  { tenant, organisation }: OfCentre,
  asked: { product: string; windows: string[]; components: string[] } & Chosen,
  at: Instant,
): Promise<ReadFacts> {
  const windows = await holdWindows(trx, tenant, asked.product, asked.windows);
  const [product] = await productsById(trx, [asked.product], londonDate(at));
  const addresses = await addressesOf(trx, organisation);
  const learners = await candidates(trx, asked, londonDate(at));
  return { product, windows, addresses: addresses.map(({ id }) => id), learners, fees: await bookingFees(trx) };
}

/** A window that may be over by now, whenever the command was received. */
export type HeldWindow = KnownWindow & { isOver: boolean };

/** A product's windows with their moments; those that are named are held. */
export async function holdWindows(trx: Transaction, tenant: string, product: string, named: string[]): Promise<HeldWindow[]> {
  const held = await inTenantScope(trx, tenant, () =>
    prepared<{ id: string; isOver: boolean }>(trx, 'hold-booking-windows', HOLD, [named]),
  );
  const windows = await windowsOf(trx, [product]);
  const moments = await momentsOfWindows(
    trx,
    windows.map(({ id }) => id),
  );
  return windows.map(({ id, name, component, opensOn, cutOffOn, closesOn }) => ({
    ...{ id, name, component, opensOn, cutOffOn, closesOn, moments: moments.get(id) ?? null },
    isOver: held.find((each) => each.id === id)?.isOver ?? false,
  }));
}

/** A learner as he stands, with the components that he is booked for, and those that he ever was and did not cancel. */
export interface CandidateRow {
  id: string;
  batch: string;
  number: string;
  product: string;
  session: number;
  state: LearnerStateName;
  lapsesOn: LocalDate;
  booked: string[];
  taken: string[];
}

/** Locks learners who are named, and those of batches, and reads them (BKG-2, CAS-1). */
export async function lockCandidates(trx: Transaction, { learners, batches }: Chosen): Promise<CandidateRow[]> {
  await prepared(trx, 'lock-candidates', LOCK, [learners, batches]);
  return prepared<CandidateRow>(trx, 'booking-candidates', CANDIDATES, [learners, batches]);
}

/** Where a command names learners or batches that are not there, or another centre's. */
export async function notThere(
  trx: Transaction,
  { learners, batches }: Chosen,
  found: readonly { id: string }[],
  { rule, from }: { rule: string; from: string },
): Promise<Refusal[]> {
  const there = new Set([...found, ...(await prepared<{ id: string }>(trx, 'batches-there', BATCHES, [batches]))].map(({ id }) => id));
  const of = (named: string[], what: string, remedy: string, place: string) =>
    named.flatMap((id, index) => (there.has(id) ? [] : [refuse(what, rule, `There is no such ${what}`, remedy, `/${place}/${index}`)]));
  return [
    ...of(learners, 'learner', `Take learners from GET ${from}.`, 'learners'),
    ...of(batches, 'batch', 'Take batches from GET /v1/batches.', 'batches'),
  ];
}

function componentsOf(condition: string): string {
  return `select b.component from learners m join bookings b on b.learner_id = m.id
    where m.tenant_id = l.tenant_id and m.number = l.number and m.product_id = l.product_id and ${condition}`;
}

async function candidates(
  trx: Transaction,
  asked: { product: string; components: string[] } & Chosen,
  today: LocalDate,
): Promise<FoundCandidate[]> {
  const rows = await lockCandidates(trx, asked);
  return placedIn(asked, rows, today, ({ booked }) => booked.some((component) => asked.components.includes(component)));
}

/** Where a command names each of some learners: who is named stands for himself; of a batch those alone who can be booked. */
export function placedIn(
  { learners, batches }: Chosen,
  rows: CandidateRow[],
  today: LocalDate,
  isTaken: (row: CandidateRow) => boolean,
): (CandidateRow & { place: string })[] {
  return rows.flatMap((row) => {
    const place = learners.indexOf(row.id);
    if (place >= 0) return [{ ...row, place: `/learners/${place}` }];
    const isFree = row.state === 'registered' && row.lapsesOn >= today && !isTaken(row);
    return isFree ? [{ ...row, place: `/batches/${batches.indexOf(row.batch)}` }] : [];
  });
}
