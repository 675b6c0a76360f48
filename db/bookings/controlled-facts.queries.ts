import type { ControlledCandidate, ControlledFacts } from '../../domain/bookings/controlled-booking.decide';
import type { LearnerStateName } from '../../domain/learners/learner.state';
import { londonDate, type Instant, type LocalDate } from '../../domain/working-days';
import { productsById } from '../catalogue/offers';
import { prepared, type Transaction } from '../core/database';
import { holdWindows, placedIn, type Chosen, type HeldWindow } from './booking-facts.queries';
import { topicListsOf } from './topics.queries';

/** Whoever books the same learner waits, so that he is named where he stands in the way. */
const LOCK = 'select id from learners where id = any($1::uuid[]) or batch_id = any($2::uuid[]) order by id for no key update';
/** In a statement of its own: it sees what those wrote for whom it waited. */
const CANDIDATES = `
  select l.id, l.batch_id as batch, l.number, l.product_id as product, l.session, l.state, l.lapses_on as "lapsesOn",
    array(select b.component from bookings b where b.learner_id = l.id and b.state in ('active', 'pendingResult')) as booked,
    array(select b.component from bookings b where b.learner_id = l.id and b.state <> 'cancelled') as taken
  from learners l where l.id = any($1::uuid[]) or l.batch_id = any($2::uuid[]) order by l.id`;

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

type CandidateRow = Omit<FoundControlledCandidate, 'place' | 'state' | 'lapsesOn'> & { state: LearnerStateName; lapsesOn: LocalDate };

async function candidates(
  trx: Transaction,
  asked: { component: string } & Chosen,
  isOnce: boolean,
  today: LocalDate,
): Promise<FoundControlledCandidate[]> {
  const chosen = [asked.learners, asked.batches];
  await prepared(trx, 'lock-controlled-learners', LOCK, chosen);
  const rows = await prepared<CandidateRow>(trx, 'controlled-candidates', CANDIDATES, chosen);
  return placedIn(asked, rows, today, (row) => (isOnce ? row.taken : row.booked).includes(asked.component));
}
