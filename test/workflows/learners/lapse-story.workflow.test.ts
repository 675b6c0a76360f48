import { dateLater, hourOfDate, londonDate, monthsLater, startOfDate } from '../../../domain/working-days';
import { eventually } from '../../support/eventually';
import { keyed, registrarOf } from '../../support/registrar';
import { confirm, seedProducts } from '../../support/registrations';
import { shifted, stories } from '../../support/story';

jest.setTimeout(400_000);
const { test } = stories('lapse-story');
const NAMES = ['Stays', 'Cancelled', 'Transferred', 'Withdrawn', 'Certificated'];

interface Learner {
  id: string;
  state: string;
  stateSince: string;
  lapsesOn: string;
}

test('LAP-1 LAP-2 LAP-3 from the registration by the API over 36 months: notices at 90, 30 and 7 days list whoever is left, withdrawn at 00:00 London, taken back for six months, withdrawn again; cancellation, transfer, withdrawal and certification end it', async (story) => {
  const { system, tenant, as, look, boundary } = story;
  const by = as.centreUser;
  const registrar = registrarOf(by, system.api);
  await system.documents.start();
  await seedProducts(system.owner, tenant, [{ code: 'CARE' }, { code: 'OTHER' }]);
  const opened = await registrar.keyIn('CARE');
  for (const [index, surname] of NAMES.entries()) {
    const { uln: _uln, ...cells } = keyed(index);
    expect((await registrar.add(opened, { ...cells, forename: 'Ann', surname })).status).toBe(201);
  }
  const done = await confirm(by, opened, { group: opened.groups[0]!.id });
  const batch = done.body.groups[0]!.batch!;
  const row: { registered_at: string; contact_email: string } = await system.owner('batches').where({ id: batch.id }).first();
  const lastDay = monthsLater(londonDate(row.registered_at), 36);
  const ids: Record<string, string> = {};
  for (const { id, surname } of await system.owner('learners').where({ batch_id: batch.id })) ids[surname] = id;
  const shown = async (name: string) => (await by.get<Learner>(`/v1/learners/${ids[name]}`)).body;
  const act = async (name: string, verb: string, body = {}) =>
    (await by.post<{ learner: Learner; onward: Learner | null }>(`/v1/learners/${ids[name]}/${verb}`, body)).body;
  for (const name of NAMES) expect(await shown(name)).toMatchObject({ state: 'registered', lapsesOn: lastDay });
  expect((await look.stageIs(batch, 'Registered')).why).toContain('5 learners are registered');

  expect((await act('Cancelled', 'cancel')).learner.state).toBe('cancelled');
  const noticeAt = (days: number) => hourOfDate(dateLater(lastDay, -days), 9);
  /** Of each mail of the lapse what it is and whom it lists, oldest first. */
  const told = async () =>
    (await system.mailbox.to(row.contact_email, batch.number)).flatMap(({ subject, text }) =>
      /lapse/.test(subject)
        ? [[/soon$/.test(subject) ? 'notice' : 'lapsed', ...NAMES.filter((name) => text.includes(`Ann ${name},`))]]
        : [],
    );
  const notices: string[][] = [];
  const noticed = (days: number, ...listed: string[]) =>
    boundary(noticeAt(days), {
      before: async () => expect(await told()).toEqual(notices),
      after: async () => expect(await told()).toEqual([...notices, ['notice', ...listed]]),
    }).then(() => void notices.push(['notice', ...listed]));
  await noticed(90, 'Stays', 'Transferred', 'Withdrawn', 'Certificated');
  const { onward } = await act('Transferred', 'transfer', { product: 'OTHER' });
  await noticed(30, 'Stays', 'Withdrawn', 'Certificated');
  expect((await act('Withdrawn', 'withdraw')).learner.state).toBe('withdrawn');
  await system
    .owner('learners')
    .where({ id: ids['Certificated'] })
    .update({ state: 'certificated', certificated_on: dateLater(lastDay, -20), next_at: null });
  await noticed(7, 'Stays');

  const lapse = startOfDate(dateLater(lastDay, 1));
  await boundary(lapse, {
    before: async () => expect((await shown('Stays')).state).toBe('registered'),
    after: async () => expect(await shown('Stays')).toMatchObject({ state: 'lapsed', stateSince: lapse }),
  });
  await look.stageIs(batch, 'Over');
  const states = async () => Promise.all(NAMES.map(async (name) => (await shown(name)).state));
  const ended = ['lapsed', 'cancelled', 'transferred', 'withdrawn', 'certificated'];
  expect(await states()).toEqual(ended);
  expect((await by.get<Learner>(`/v1/learners/${onward!.id}`)).body).toMatchObject({
    state: 'registered',
    lapsesOn: monthsLater(londonDate(noticeAt(90)), 36),
  });
  await eventually(async () => expect(await told()).toEqual([...notices, ['lapsed', 'Stays']]));

  const back = (await act('Stays', 'unwithdraw')).learner;
  expect(back).toMatchObject({ state: 'registered', lapsesOn: monthsLater(londonDate(lapse), 6) });
  const again = startOfDate(dateLater(back.lapsesOn, 1));
  await system.sleepUntil(shifted(again, -60_000));
  expect((await shown('Stays')).state).toBe('registered');
  await system.sleepUntil(shifted(again, 1_000));
  await eventually(async () => expect(await shown('Stays')).toMatchObject({ state: 'lapsed', stateSince: again }));
  expect(await states()).toEqual(ended);
  const { happened } = (await by.get<{ happened: { event: string; daysLeft: number | null }[] }>(`/v1/learners/${ids['Stays']}/events`))
    .body;
  const life = ['noticed 90', 'noticed 30', 'noticed 7', 'lapsed'];
  expect(happened.map(({ event, daysLeft }) => (daysLeft === null ? event : `${event} ${daysLeft}`))).toEqual([
    ...['registered', ...life, 'unwithdrawn', ...life],
  ]);
});
