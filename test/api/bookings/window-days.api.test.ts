import type { SeededTenant } from '../../../db/seeds/demo';
import { dateLater, daysLater } from '../../../domain/working-days';
import type { ApiClient } from '../../support/api-client';
import { bookedBy, openBookings, now } from '../../support/booked';
import { datesIn, seedBookedProduct, seedWindow, workingDayFrom } from '../../support/bookings';
import type { Problem } from '../../support/orders';
import type { TestSystem } from '../../support/system';

interface Day {
  day: string;
  isWorkingDay: boolean;
  holiday: string | null;
  events: { what: string; at: string; window: { id: string }; product: { code: string } }[];
}

jest.setTimeout(120_000);
let system: TestSystem;
let tenant: SeededTenant;
let centre: ApiClient;
let staff: ApiClient;
let address: string;
beforeAll(async () => {
  ({ system, tenant, centre, staff, address } = await openBookings('window-days'));
}, 240_000);
afterAll(() => system?.stop());
const { batchOf, book } = bookedBy(() => ({ system, tenant, centre, address }));

const days = async (query: string, by = staff) =>
  by.get<{ items: Day[]; isWhole: boolean } & Problem>(`/v1/assessment-window-days?${query}`);
const DATES = { cutOffOn: '2098-12-19', opensOn: '2099-01-12', closesOn: '2099-01-23' };

test('BKG-3 TIM-1 the days of a month say what happens of which window, with bank holidays and weekends; of a product, of its windows alone', async () => {
  const product = await seedBookedProduct(system, tenant);
  const other = await seedBookedProduct(system, tenant);
  const [window] = [await seedWindow(system, tenant, product, DATES), await seedWindow(system, tenant, other, DATES)];
  const all = (await days('from=2098-12-19&to=2098-12-19')).body.items[0]!.events;
  expect(all.map(({ what }) => what)).toEqual(['cutOff', 'cutOff']);
  const { body } = await days(`from=2098-12-01&to=2098-12-31&product=${product.id}`);
  expect([body.items.length, body.isWhole, body.items[0]!.day, body.items.at(-1)!.day]).toEqual([31, true, '2098-12-01', '2098-12-31']);
  const on = (day: string) => body.items.find((each) => each.day === day)!;
  expect(on('2098-12-19').events).toMatchObject([{ what: 'cutOff', window: { id: window }, product: { code: product.code } }]);
  expect(on('2098-12-20').events).toMatchObject([{ what: 'late', at: '2098-12-20T00:00:00.000Z' }]);
  // A Friday and the Saturday after it.
  expect([on('2098-12-19').isWorkingDay, on('2098-12-20').isWorkingDay]).toEqual([true, false]);
  const [christmas] = (await days('from=2026-12-25&to=2026-12-25', centre)).body.items;
  expect(christmas).toMatchObject({ isWorkingDay: false, holiday: 'christmas', events: [] });
});

test('BKG-3 so many days are asked for at once as two months have: one more, none, or an end before the beginning is refused in its place', async () => {
  expect((await days('from=2098-12-01&to=2099-01-31')).body.items).toHaveLength(62);
  for (const query of ['from=2098-12-01&to=2099-02-01', 'from=2098-12-02&to=2098-12-01']) {
    const { status, body } = await days(query);
    expect([query, status, body.errors?.length]).toEqual([query, 400, 1]);
  }
  expect((await days('from=2098-12-32&to=2098-12-01')).status).toBe(400);
});

test('CEN-2 BKG-3 a centre’s home counts its bookings in windows whose band changes within 7 days, just before and just after, and the list shows those', async () => {
  const product = await seedBookedProduct(system, tenant);
  const dates = { ...datesIn('ordinary', now()), cutOffOn: dateLater(now().slice(0, 10), 20) };
  const window = await seedWindow(system, tenant, product, dates);
  const { learners } = await batchOf(product, 2);
  const { body } = await book({ product, window, day: workingDayFrom(dates.opensOn, 0), learners });
  const counted = async () => (await centre.get<{ bookingsChanging: { count: number } }>('/v1/centre-panels')).body.bookingsChanging.count;
  const listed = async () =>
    (await centre.get<{ items: { id: string }[] }>('/v1/bookings?state=active&changesWithin=7')).body.items.map(({ id }) => id).sort();
  const changes = (at: string) => system.owner('booking_windows').where({ window_id: window }).update({ late_from: at });
  const MINUTE = 60_000;
  const inWeek = (ms: number) => new Date(Date.parse(daysLater(now(), 7)) + ms).toISOString();
  await changes(inWeek(MINUTE));
  expect([await counted(), await listed()]).toEqual([0, []]);
  await changes(inWeek(-MINUTE));
  const ids = body.groups[0]!.bookings.map(({ id }) => id).sort();
  expect([await counted(), await listed()]).toEqual([2, ids]);
  expect((await centre.post('/v1/bookings/cancel', { bookings: [ids[0]] })).status).toBe(200);
  expect([await counted(), await listed()]).toEqual([1, [ids[1]]]);
  await changes(new Date(Date.now() - MINUTE).toISOString());
  expect(await counted()).toBe(0);
});
