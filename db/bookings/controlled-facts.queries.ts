import type { ControlledCandidate, ControlledFacts } from '../../domain/bookings/controlled-booking.decide';
import { londonDate, type Instant, type LocalDate } from '../../domain/working-days';
import { productsById } from '../catalogue/offers';
import type { Transaction } from '../core/database';
import { holdWindows, lockCandidates, placedIn, type Chosen, type HeldWindow } from './booking-facts.queries';
import { topicListsOf } from './topics.queries';

/** A learner with the batch in which he is. */
export type FoundControlledCandidate = ControlledCandidate & { batch: string };
/** What a controlled booking stands on, and who of those that were named is there. */
export interface ReadControlledFacts extends ControlledFacts {
  windows: HeldWindow[];
  learners: FoundControlledCandidate[];
}

/** Reads what a controlled booking stands on; its window and its learners are held until the transaction ends (CAS-1). */
export async function readControlledFacts(
  trx: Transaction,
  tenant: string,
  asked: { product: string; component: string; window: string | null } & Chosen,
  at: Instant,
): Promise<ReadControlledFacts> {
  const windows = await holdWindows(trx, tenant, asked.product, asked.window === null ? [] : [asked.window]);
  const [product] = await productsById(trx, [asked.product], londonDate(at));
  const list = (await topicListsOf(trx, [asked.product])).find(({ row }) => row.component === asked.component);
  return { product, windows, list, learners: await candidates(trx, asked, product?.type === 'technicalAward', londonDate(at)) };
}

async function candidates(
  trx: Transaction,
  asked: { component: string } & Chosen,
  isOnce: boolean,
  today: LocalDate,
): Promise<FoundControlledCandidate[]> {
  return placedIn(asked, await lockCandidates(trx, asked), today, (row) => (isOnce ? row.taken : row.booked).includes(asked.component));
}
