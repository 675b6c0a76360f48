import { londonDate } from '../../domain/working-days';
import type { SeededTenant } from '../../db/seeds/demo';
import type { Band } from '../../domain/bookings/band';
import type { ApiClient } from './api-client';
import { datesIn, seedAddress, seedBookedProduct, seedWindow, workingDayFrom } from './bookings';
import { seedBatch, type Product } from './learners';
import type { Problem } from './orders';
import { wordOf } from './registrations';
import { realSystem, type TestSystem } from './system';

/** Within which bookings are made. */
export interface Given {
  system: TestSystem;
  tenant: SeededTenant;
  centre: ApiClient;
  /** Where papers go. */
  address: string;
}
/** Bookings of one component, as the API answers them. */
export interface Group {
  id: string;
  band: string;
  changesAt: string | null;
  bookings: { id: string; learner: string }[];
  total: { amount: number };
  evidence: Record<string, string>;
}
/** What came of a booking. */
export type Booked = { groups: Group[]; total: { amount: number } } & Problem;
/** One booking, as the API shows it. */
export interface Booking {
  id: string;
  group: string;
  state: string;
  band: string;
  assessmentOn: string;
  movedTo: string | null;
  cameFrom: string | null;
  address: { id: string } | null;
  window: { id: string } | null;
  evidence: Record<string, string>;
}

/** What is booked, of it what another one than usual is. */
export interface Asked {
  product: Product;
  window?: string | null;
  day: string;
  learners?: string[];
  batches?: string[];
  accepts?: string;
  more?: object;
  component?: string;
}
/** Opens a system with an awarding body for a test file, which stops it; its centre, with an address on file, and its operator are signed in. */
export async function openBookings(name: string): Promise<Given & { staff: ApiClient }> {
  const system = await realSystem(name);
  const tenant = await system.tenant(name, 'awarding-body');
  const [centre, staff] = [await system.signIn(tenant.centre.user.email), await system.signIn(tenant.staff.caseOperator.email)];
  return { system, tenant, centre, staff, address: await seedAddress(system, tenant) };
}
let made = 0;

export const now = () => new Date().toISOString();
/** Today in London. */
export const today = () => londonDate(now());
/** The codes of what is refused; the whole answer where nothing is. */
export const codes = (body: Problem) => (body.errors ?? [{ code: JSON.stringify(body) }]).map(({ code }) => code);

/** Books within a system, as its centre does. */
export function bookedBy(given: () => Given) {
  /** A batch of so many learners of a product. */
  async function batchOf(product: Product, many: number, more: object = {}): Promise<{ id: string; number: string; learners: string[] }> {
    const learners = Array.from({ length: many }, () => ({ surname: `L${wordOf((made += 1) + 1_000)}`, ...more }));
    const { batch } = await seedBatch(given().system.database, given().tenant, { product, learners });
    const ids: string[] = await given().system.owner('learners').where({ batch_id: batch.id }).orderBy('surname').pluck('id');
    return { id: batch.id, number: batch.number, learners: ids };
  }
  /** A product with a window that is in a band now, and its days. */
  async function inBand(band: Band | null, lateAllowed = true) {
    const product = await seedBookedProduct(given().system, given().tenant, { lateAllowed });
    const dates = datesIn(band, now(), lateAllowed);
    const window = await seedWindow(given().system, given().tenant, product, dates, { lateAllowed });
    return { product, window, day: workingDayFrom(dates.opensOn, 0), dates };
  }
  const bodyOf = ({ product, window = null, day, learners = [], batches = [], accepts, more = {}, component = 'EX' }: Asked) => ({
    ...{ product: product.id, learners, batches, location: 'Sports hall', address: given().address, purchaseOrder: 'PO 9' },
    sittings: [{ component, window, assessmentOn: day, time: '09:30', ...(accepts ? { accepts } : {}) }],
    ...more,
  });
  const book = async (asked: Asked, query = '', headers = {}) => {
    const answer = await given().centre.post<Booked>(`/v1/bookings${query}`, bodyOf(asked), headers);
    if (answer.status >= 500) throw new Error(JSON.stringify(answer.body));
    return answer;
  };
  const owed = async () =>
    Number((await given().centre.get<{ balance: { amount: number } }>('/v1/centre-account')).body.balance?.amount ?? 0);
  const shown = async (id: string) => (await given().centre.get<Booking>(`/v1/bookings/${id}`)).body;
  return { batchOf, inBand, bodyOf, book, owed, shown };
}
