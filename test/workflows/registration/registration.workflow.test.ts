import { keepers, type Keeper } from '../../../db/registration/keeps';
import { daysLater } from '../../../domain/working-days';
import type { Problem } from '../../support/orders';
import { checkedOf, confirm, linesOf, seedProducts, sendFile, singleFile, type RegistrationBody } from '../../support/registrations';
import { shifted, stories, type Story } from '../../support/story';

const HOUR = 3_600_000;
const { test } = stories('registration');

const sent = async ({ system, tenant, as }: Story, count: number): Promise<RegistrationBody & { madeAt: string }> => {
  await system.documents.start();
  await seedProducts(system.owner, tenant, [{ code: 'Q1' }]);
  const { body } = await sendFile(as.centreUser, system.api, 'single?product=Q1', singleFile(count));
  const checked = await checkedOf(as.centreUser, body);
  return checked as RegistrationBody & { madeAt: string };
};
const shown = async ({ as }: Story, { id }: { id: string }) => (await as.centreUser.get<RegistrationBody>(`/v1/registrations/${id}`)).body;
const undo = ({ as }: Story, { id }: { id: string }, group: string) =>
  as.centreUser.post<RegistrationBody>(`/v1/registrations/${id}/undo`, { group });
const owed = async ({ system, tenant }: Story) => {
  const rows = await system.owner('postings').where({ account: `centre/${tenant.centre.id}` });
  return rows.reduce((sum: number, { pence }: { pence: bigint }) => sum + Number(pence), 0);
};

test('REG-1 TIM-4 whoever began a registration is reminded of it at 23 days, and at 30 it lapses with its lines and its file', async (story) => {
  const { as, look, boundary, system } = story;
  const checked = await sent(story, 2);
  await boundary(daysLater(checked.madeAt, 23), {
    before: async () => expect(await look.mails(checked)).toEqual([]),
    after: async () => expect(await look.mails(checked)).toEqual(['registration-waiting']),
  });
  await boundary(daysLater(checked.madeAt, 30), {
    before: async () => expect((await look.standing(checked)).stage).toBe('To be confirmed'),
    after: async () => expect((await look.standing(checked)).stage).toBe('Lapsed'),
  });
  expect([await look.mails(checked), await linesOf(as.centreUser, checked)]).toEqual([['registration-waiting', 'registration-lapsed'], []]);
  const [file] = await system.owner('files').where({ entity_id: checked.id });
  expect([file.content.length, file.removed_at]).toEqual([0, expect.anything()]);
});

test('IMP-1 REG-3 a registration of 300 is undone until a millisecond before 24 hours, with the full fee back, but for one on whom something depends, who is named', async (story) => {
  const { as, system } = story;
  const checked = await sent(story, 300);
  const group = checked.groups[0]!.id;
  const done = (await confirm(as.centreUser, checked, { group })).body;
  expect(await owed(story)).toBe(300 * 4_800);
  const [booked] = await system.owner('learners').where({ group_id: group }).orderBy('id').limit(1);
  const keeper: Keeper = async (_trx, learners) =>
    learners.includes(booked.id) ? [{ learner: booked.id, why: 'An assessment is booked' }] : [];
  keepers.push(keeper);
  try {
    const until = done.groups[0]!.undoUntil!;
    await system.sleepUntil(shifted(until, -60_000));
    const undone = await system.receivedAt(shifted(until, -1), () => undo(story, checked, group));
    expect([undone.status, undone.body.groups[0]]).toEqual([
      200,
      expect.objectContaining({ state: 'undone', kept: [{ number: booked.number, why: 'An assessment is booked' }] }),
    ]);
  } finally {
    keepers.splice(keepers.indexOf(keeper), 1);
  }
  expect(await owed(story)).toBe(4_800);
  const batch = (await as.centreUser.get<{ learners: object; room: number }>(`/v1/batches/${done.groups[0]!.batch!.id}`)).body;
  expect(batch).toMatchObject({ room: 1_999, learners: { counted: 1, registered: 1, undone: 299 } });
  const charges = await system.owner('centre_charges').where({ batch_id: done.groups[0]!.batch!.id }).orderBy('id');
  expect(charges.map(({ what, quantity }: { what: string; quantity: number }) => [what, quantity])).toEqual([
    ['registration', 300],
    ['registrationUndone', -299],
  ]);
});

test('IMP-1 at 24 hours a registration is undone no longer, and it is over with its lines gone', async (story) => {
  const { as, look, system } = story;
  const checked = await sent(story, 2);
  const group = checked.groups[0]!.id;
  const done = (await confirm(as.centreUser, checked, { group })).body;
  const until = done.groups[0]!.undoUntil!;
  expect(until).toBe(shifted((done.groups[0] as unknown as { registeredAt: string }).registeredAt, 24 * HOUR));
  await system.sleepUntil(shifted(until, -5_000));
  expect((await shown(story, checked)).state).toBe('registered');
  const late = await system.receivedAt(until, () => undo(story, checked, group));
  expect([late.status, ['ended', 'undoOver']]).toEqual([409, expect.arrayContaining([(late.body as unknown as Problem).errors[0]!.code])]);
  await look.stageIs(checked, 'Over');
  expect(await linesOf(as.centreUser, checked)).toEqual([]);
  expect(await owed(story)).toBe(2 * 4_800);
});
