import type { SeededTenant } from '../../db/seeds/demo';
import type { Band } from '../../domain/bookings/band';
import type { Component } from '../../domain/catalogue/product';
import { now, type Given } from './booked';
import { datesIn, seedWindow, workingDayFrom } from './bookings';
import type { Product } from './learners';
import type { Problem } from './orders';
import { fresh, keyed, registrarOf } from './registrar';
import { confirm, seedProducts, singleRow, type RegistrationBody } from './registrations';
import type { StoreSystem } from './store';

export const PAPER: Component = { code: 'EX', title: 'Written paper', form: 'paper' };
export const PROJECT: Component = { code: 'NEA', title: 'Project', form: 'controlled' };
let made = 0;

/** A product that books with the registration: a paper and a project, outside windows where nothing else is said; the centre is approved for it. */
export async function seedBookedWith(
  { owner }: Pick<StoreSystem, 'owner'>,
  tenant: Pick<SeededTenant, 'id' | 'centre'>,
  more: { components?: Component[]; hasWindows?: boolean } = {},
): Promise<Product> {
  const { components = [PAPER, PROJECT], hasWindows = false } = more;
  const code = `BOOKED${(made += 1)}`;
  const { [code]: id } = await seedProducts(owner, tenant, [{ code, modes: hasWindows ? ['Paper', 'Online'] : [] }]);
  const columns = { books_on_registration: true, components: JSON.stringify(components) };
  await owner('product_versions')
    .where({ product_id: id })
    .update({ ...columns, has_windows: hasWindows, late_allowed: hasWindows });
  return { id: id!, code };
}

/** When the paper is sat. */
export const sat = (day: string, more = {}) => ({ component: PAPER.code, assessmentOn: day, time: '09:30', ...more });

/** What a confirmation says of a group whose paper is booked with it, on a day. */
export const bookedBody = ({ groups }: RegistrationBody, paperAddress: string, day: string, more: object = {}) => ({
  ...{ group: groups[0]!.id, sittings: [sat(day)], location: 'Sports hall', paperAddress, ...more },
});

/** What a registration answers of its bookings. */
export type ShownBooked = RegistrationBody & { groups: { bookings: { group: string; component: string; band: string }[] }[] };
/** What a dry run tells of them. */
interface Told {
  bookings: { component: string; band: string; changesAt: string | null; bookings: number; fee: object; total: object }[];
  money: { account: string; amount: number }[];
}

/** Registers learners on products that book with the registration, as a centre does. */
export function registersBooked(given: () => Given) {
  const registrar = () => registrarOf(given().centre, given().system.api);
  /** A product with a window that is in a band now. */
  async function inBand(band: Band | null, components?: Component[]): Promise<Product & { window: string; day: string }> {
    const { system, tenant } = given();
    const product = await seedBookedWith(system, tenant, { hasWindows: true, ...(components ? { components } : {}) });
    const dates = datesIn(band, now());
    return { ...product, window: await seedWindow(system, tenant, product, dates), day: workingDayFrom(dates.opensOn, 0) };
  }
  /** Keys in so many learners. */
  async function typedIn(code: string, many: number, cells = {}): Promise<RegistrationBody> {
    const draft = await registrar().keyIn(code);
    const from = fresh(many);
    for (let each = 0; each < many; each += 1) expect((await registrar().add(draft, { ...keyed(from + each), ...cells })).status).toBe(201);
    return draft;
  }
  /** Sends a file of so many. */
  function filed(code: string, many: number, cells: Record<string, string> = {}): Promise<RegistrationBody> {
    const from = fresh(many);
    return registrar().sentAndChecked(Array.from({ length: many }, (_, each) => singleRow(from + each, cells)).join('\n'), code);
  }
  return {
    ...{ inBand, typedIn, filed },
    bodyOf: (sent: RegistrationBody, day: string, more: object = {}) => bookedBody(sent, given().address, day, more),
    register: (sent: RegistrationBody, body: object, query = '') =>
      confirm<ShownBooked & Problem & Told>(given().centre.patient, sent, body, query),
    undo: ({ id, groups }: RegistrationBody) =>
      given().centre.patient.post<ShownBooked & Problem>(`/v1/registrations/${id}/undo`, { group: groups[0]!.id }),
    bookingsOf: (window: string) => given().system.owner('bookings').where({ window_id: window }).orderBy('id'),
    learnersOf: ({ groups }: RegistrationBody) => given().system.owner('learners').where({ group_id: groups[0]!.id }).orderBy('id'),
  };
}
