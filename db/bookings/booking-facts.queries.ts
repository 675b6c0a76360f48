import type { BookingFacts, Candidate } from '../../domain/bookings/booking.decide';
import type { KnownWindow } from '../../domain/bookings/sitting.decide';
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
/** Shared: whoever withdraws or transfers a learner waits, another booking does not. */
const CANDIDATES = `
  select l.id, l.batch_id as batch, l.number, l.product_id as product, l.session, l.state, l.lapses_on as "lapsesOn",
    array(select b.component from bookings b where b.learner_id = l.id and b.state in ('active', 'pendingResult')) as booked
  from learners l where l.id = any($1::uuid[]) or l.batch_id = any($2::uuid[]) order by l.id for share of l`;

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

interface CandidateRow {
  id: string;
  batch: string;
  number: string;
  product: string;
  session: number;
  state: LearnerStateName;
  lapsesOn: LocalDate;
  booked: string[];
}

async function candidates(
  trx: Transaction,
  asked: { product: string; components: string[] } & Chosen,
  today: LocalDate,
): Promise<FoundCandidate[]> {
  const rows = await prepared<CandidateRow>(trx, 'booking-candidates', CANDIDATES, [asked.learners, asked.batches]);
  return placedIn(asked, rows, today, ({ booked }) => booked.some((component) => asked.components.includes(component)));
}

/** Where a command names each of some learners: who is named stands for himself; of a batch those alone who can be booked. */
export function placedIn<Row extends Omit<CandidateRow, 'booked'>>(
  { learners, batches }: Chosen,
  rows: Row[],
  today: LocalDate,
  isTaken: (row: Row) => boolean,
): (Row & { place: string })[] {
  return rows.flatMap((row) => {
    const place = learners.indexOf(row.id);
    if (place >= 0) return [{ ...row, place: `/learners/${place}` }];
    const isFree = row.state === 'registered' && row.lapsesOn >= today && !isTaken(row);
    return isFree ? [{ ...row, place: `/batches/${batches.indexOf(row.batch)}` }] : [];
  });
}
