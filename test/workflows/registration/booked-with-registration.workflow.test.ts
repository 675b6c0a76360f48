import { inScope } from '../../../db/core/database';
import { clockOfDate, dateLater, londonDate } from '../../../domain/working-days';
import { bookedBody, sat, seedBookedWith } from '../../support/booked-with';
import { seedAddress, windowIn, workingDayFrom } from '../../support/bookings';
import { fresh, keyed, registrarOf } from '../../support/registrar';
import { confirm, type RegistrationBody } from '../../support/registrations';
import type { Problem } from '../../support/orders';
import { shifted, stories, type Story } from '../../support/story';

const { test } = stories('booked-with-registration');
type Answer = RegistrationBody & Problem & { groups: { bookings: { band: string }[] }[] };

/** A product that books with the registration in a window whose cut-off is some days ahead, and how one learner is registered on it. */
async function opened({ system, tenant, as }: Story) {
  await system.documents.start();
  const at = (await system.now()).toISOString();
  const cutOffOn = dateLater(londonDate(at), 3);
  const opensOn = workingDayFrom(cutOffOn, 30);
  const product = await seedBookedWith(system, tenant, { hasWindows: true });
  const dates = { cutOffOn, opensOn, closesOn: dateLater(opensOn, 2) };
  const window = await inScope(system.database, { tenant: tenant.id, organisation: null }, (trx) =>
    windowIn(trx, tenant, product, dates, { at }),
  );
  const [moments] = await system.owner('booking_windows').where({ window_id: window });
  const address = await seedAddress(system, tenant);
  const registrar = registrarOf(as.centreUser, system.api);
  const registered = async (instant: string, accepts: string | null) => {
    const draft = await registrar.keyIn(product.code);
    await registrar.add(draft, keyed(fresh(1)));
    const body = bookedBody(draft, address, opensOn, { window, mode: 'Paper', sittings: [sat(opensOn, { accepts })] });
    const { status, body: said } = await system.receivedAt(instant, () => confirm<Answer>(as.centreUser, draft, body));
    return status === 200 ? said.groups[0]!.bookings[0]!.band : said.errors.map(({ pointer, code }) => `${pointer} ${code}`).join();
  };
  const edge = (name: string) => new Date(moments[name]).toISOString();
  return { registered, edges: { late: edge('late_from'), veryLate: edge('very_late_from'), refused: edge('refused_from') } };
}

test('REG-17 BKG-3 the instant at which a registration is received decides its band, to the millisecond, also where it is decided later', async (story) => {
  const { registered, edges } = await opened(story);
  const accept = '/sittings/0/accepts bandNotAccepted';
  const around: [string, string | null, string, string][] = [
    [edges.late, null, 'ordinary', accept],
    [edges.veryLate, 'late', 'late', accept],
    [edges.refused, 'veryLate', 'veryLate', '/window bookingsEnded'],
  ];
  for (const [edge, accepts, before, after] of around) {
    await story.system.sleepUntil(shifted(edge, 5_000));
    expect([edge, await registered(shifted(edge, -1), accepts), await registered(edge, accepts)]).toEqual([edge, before, after]);
  }
  expect(await registered(edges.veryLate, 'veryLate')).toBe('veryLate');
});

test('REG-17 IMP-1 until the assessment that came with it begins a registration is undone, the booking with it; from that instant on it is kept', async (story) => {
  const { system, tenant, as } = story;
  await system.documents.start();
  const components = [{ code: 'EX', title: 'Test', form: 'onScreen' as const }];
  const product = await seedBookedWith(system, tenant, { components });
  const address = await seedAddress(system, tenant);
  const registrar = registrarOf(as.centreUser, system.api);
  const day = workingDayFrom(londonDate((await system.now()).toISOString()), 1);
  const begins = clockOfDate(day, '09:30');
  await system.sleepUntil(shifted(begins, -3_600_000));
  const registered = async () => {
    const draft = await registrar.keyIn(product.code);
    await registrar.add(draft, keyed(fresh(1)));
    const { status, body } = await confirm(as.centreUser, draft, bookedBody(draft, address, day));
    expect(status).toBe(200);
    return body;
  };
  const [before, after] = [await registered(), await registered()];
  const undo = ({ id, groups }: RegistrationBody, at: string) =>
    system.receivedAt(at, () => as.centreUser.post<Answer>(`/v1/registrations/${id}/undo`, { group: groups[0]!.id }));
  expect((await undo(before, shifted(begins, -1))).status).toBe(200);
  const late = await undo(after, begins);
  expect([late.status, late.body.errors.map(({ code }) => code)]).toEqual([409, ['allKept']]);
  const states = await system.owner('bookings').where({ product_id: product.id }).orderBy('id').pluck('state');
  expect(states).toEqual(['cancelled', 'active']);
});
