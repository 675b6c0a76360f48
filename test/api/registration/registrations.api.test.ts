import { randomUUID } from 'node:crypto';
import type { ApiClient } from '../../support/api-client';
import { openDesk, type Desk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import type { Problem } from '../../support/orders';
import { codes, fresh, keyed, registrarOf, type Registrar } from '../../support/registrar';
import {
  checkedOf,
  confirm,
  linesOf,
  seedProducts,
  SESSION,
  singleFile,
  singleRow,
  ulnOf,
  wordOf,
  type RegistrationBody,
} from '../../support/registrations';
import { testFiles } from './registration-files';
import { testRaces } from './registration-races';

let { system, tenant, as, look } = {} as Desk;
let { single, sentAndChecked, registered, batchOf, keyIn, add } = {} as Registrar;
let centre: ApiClient;
let products: Record<string, string>;
beforeAll(async () => {
  ({ system, tenant, as, look } = await openDesk('registrations-api', 'centres'));
  centre = as.centreUser;
  await centre.token();
  products = await seedProducts(system.owner, tenant, [
    { code: 'Q1' },
    { code: 'Q2' },
    { code: 'REG', isRegulated: true },
    { code: 'TL', type: 'tLevel' },
    { code: 'NO', isApproved: false },
    { code: 'VC', type: 'vCert', modes: ['Paper', 'Online'], windows: ['May 2099'] },
    { code: 'CHANGES' },
    { code: 'PART1' },
    { code: 'PART2' },
    { code: 'APP', type: 'apprenticeship', members: ['PART1', 'PART2'] },
  ]);
  ({ single, sentAndChecked, registered, batchOf, keyIn, add } = registrarOf(centre, system.api));
  await system.documents.start();
}, 120_000);
afterAll(() => system?.stop());
const given = () => ({ system, tenant, centre, look, ...registrarOf(centre, system.api) });
testFiles(given);
testRaces(given);

const owed = async () => {
  const rows = await system.owner('postings').where({ account: `centre/${tenant.centre.id}` });
  return rows.reduce((sum: number, { pence }: { pence: bigint }) => sum + Number(pence), 0);
};

test('REG-7 REG-9 REG-10 MON-3 a file is checked with its progress, its group registered with batch number, lapse date and fee; a repeat of the key registers nobody again', async () => {
  const before = await owed();
  const checked = await sentAndChecked(singleFile(3, fresh(3)));
  expect(checked.progress).toEqual({ rows: 3, checked: 3, done: true });
  expect(checked.contact.email).toBe(tenant.centre.user.email);
  const body = { group: checked.groups[0]!.id, purchaseOrder: 'PO 7' };
  const dry = await confirm<{ money: { account: string; amount: number }[]; evidence: { session: string } }>(
    centre,
    checked,
    body,
    '?dryRun=true',
  );
  expect([dry.status, dry.body.evidence.session]).toEqual([200, String(SESSION)]);
  expect(dry.body.money.find(({ account }) => account.startsWith('centre/'))?.amount).toBe(3 * 4_800);
  const key = { 'Idempotency-Key': randomUUID() };
  const done = await centre.post<RegistrationBody>(`/v1/registrations/${checked.id}/confirm`, body, key);
  expect([done.status, done.body.state]).toEqual([200, 'registered']);
  expect((await centre.post(`/v1/registrations/${checked.id}/confirm`, body, key)).body).toEqual(done.body);
  expect((await owed()) - before).toBe(3 * 4_800);
  const batch = await batchOf(done.body);
  expect(batch).toMatchObject({
    room: 1997,
    session: { year: SESSION },
    purchaseOrders: ['PO 7'],
    learners: { counted: 3, registered: 3, undone: 0 },
  });
  expect(batch.number).toMatch(/^B\d{10}$/);
  expect(batch.lapsesOn! > '2029').toBe(true);
  await eventually(async () => expect(await look.mails(checked)).toEqual(['registration-confirmed']));
});

test('REG-9 the same learners in whatever file are registered once: told on the line, refused with the group, and free again once they are undone', async () => {
  const file = singleFile(2, fresh(2));
  const first = await registered(file);
  const again = await sentAndChecked(file);
  expect((await linesOf(centre, again)).map(({ faults }) => faults.map(({ code }) => code))).toEqual([
    ['alreadyRegistered'],
    ['alreadyRegistered'],
  ]);
  const refused = await confirm<Problem>(centre, again, { group: again.groups[0]!.id });
  expect([refused.status, codes(refused.body)]).toEqual([422, ['alreadyRegistered', 'alreadyRegistered']]);
  const undone = await centre.post<RegistrationBody>(`/v1/registrations/${first.id}/undo`, { group: first.groups[0]!.id });
  expect([undone.status, undone.body.groups[0]!.state]).toEqual([200, 'undone']);
  expect((await confirm(centre, again, { group: again.groups[0]!.id })).body.state).toBe('registered');
});

test('REG-9 somebody without a ULN is known by names, accents or not, and birth date; twice in one file is told on the second row, and no longer once the first is removed', async () => {
  const name = wordOf(fresh(1));
  const row = (forename: string) => singleRow(0, { A: forename, H: '' });
  const checked = await sentAndChecked(`${row(`Zoë${name}`)}\n${row(`zoe${name}`)}`);
  const lines = await linesOf(centre, checked);
  expect(lines.map(({ faults }) => faults.map(({ code }) => code))).toEqual([['ulnMissing'], ['ulnMissing', 'doubled']]);
  expect(codes((await confirm<Problem>(centre, checked, { group: checked.groups[0]!.id })).body)).toEqual(['alreadyRegistered']);
  const removed = await centre.post<RegistrationBody>(`/v1/registration-lines/${lines[0]!.id}/remove`, {});
  expect([removed.status, removed.body.groups[0]]).toEqual([200, expect.objectContaining({ lines: 1, faulty: 0 })]);
  expect((await confirm(centre, checked, { group: checked.groups[0]!.id })).status).toBe(200);
});

test('REG-9 ULN-1 of one name and birth date, with a ULN on one row and none on another, the later row is told, whichever it is; two ULNs are two people', async () => {
  const from = fresh(3);
  const row = (name: number, uln: string) => singleRow(0, { A: `Both${wordOf(from + name)}`, H: uln });
  const rows = [row(0, ulnOf(from)), row(0, ''), row(1, ''), row(1, ulnOf(from + 1)), row(2, ulnOf(from + 2)), row(2, ulnOf(fresh(1)))];
  const checked = await sentAndChecked(rows.join('\n'));
  const told = (await linesOf(centre, checked)).map(({ faults }) => faults.some(({ code }) => code === 'doubled'));
  expect(told).toEqual([false, true, false, true, false, false]);
  const refused = await confirm<Problem>(centre, checked, { group: checked.groups[0]!.id });
  expect(refused.body.errors.map(({ pointer }) => pointer)).toEqual(['/lines/2', '/lines/4']);
});

test('REG-9 who stands there without a ULN is known by names and birth date whatever ULN a line has, who has one by it, and by names where the line has none', async () => {
  const first = fresh(5);
  const [mary, nora] = [`Mary${wordOf(first)}`, `Nora${wordOf(first)}`];
  await registered([singleRow(first, { A: mary, H: '' }), singleRow(first + 1, { A: nora })].join('\n'));
  const rows = [
    singleRow(first + 2, { A: mary }),
    singleRow(first + 3, { A: mary, D: '04/04/2005' }),
    singleRow(first, { A: nora, H: '' }),
    singleRow(first + 4, { A: nora }),
    singleRow(first + 1, { A: 'Olga' }),
    singleRow(first + 4, { A: 'Olga' }),
  ];
  const lines = await linesOf(centre, await sentAndChecked(rows.join('\n')));
  expect(lines.map(({ faults }) => faults.map(({ code }) => code))).toEqual([
    ['alreadyRegistered'],
    [],
    ['ulnMissing', 'alreadyRegistered'],
    ['doubled'],
    ['alreadyRegistered'],
    ['doubled'],
  ]);
});

test('REG-1 REG-2 REG-14 keyed in learners join a batch with its room; another session is refused unless the product opens it; a batch of another product too', async () => {
  const first = await registered(singleFile(1, fresh(1)), 'Q2');
  const form = await keyIn('Q2');
  expect((await add(form, { ...keyed(fresh(1)), uln: '0123456789' })).body.faults).toEqual([
    expect.objectContaining({ code: 'ulnZero', column: null }),
  ]);
  const [line] = await linesOf(centre, form);
  await centre.put(`/v1/registration-lines/${line!.id}`, { cells: keyed(fresh(1)) }, { 'If-Match': '"1"' });
  const group = form.groups[0]!.id;
  const strange = await registered(singleFile(1, fresh(1)), 'Q1');
  const refused = await confirm<Problem>(centre, form, { group, session: SESSION - 1, batch: strange.groups[0]!.batch!.id });
  expect([refused.status, codes(refused.body)]).toEqual([422, ['batchProduct', 'batchSession']]);
  expect(codes((await confirm<Problem>(centre, form, { group, session: SESSION - 1 })).body)).toEqual(['session']);
  expect((await confirm(centre, form, { group, batch: first.groups[0]!.batch!.id, contactEmail: 'exams@fenland.example' })).status).toBe(
    200,
  );
  expect((await batchOf(first)).learners).toEqual({ counted: 2, registered: 2, undone: 0 });
});

test('REG-3 of twenty who key a learner into the last place at once exactly one is registered; a file of three is told the room for two', async () => {
  const first = await registered(singleFile(1, fresh(1)), 'Q2');
  const batch = first.groups[0]!.batch!.id;
  await system.owner('batches').where({ id: batch }).update({ learner_count: 1998 });
  const three = await sentAndChecked(singleFile(3, fresh(3)), 'Q2');
  const refused = await confirm<Problem>(centre, three, { group: three.groups[0]!.id, batch });
  expect([refused.status, refused.body.errors[0]]).toEqual([
    409,
    expect.objectContaining({ code: 'noRoom', detail: expect.stringContaining('room for 2') }),
  ]);
  await system.owner('batches').where({ id: batch }).update({ learner_count: 1999 });
  const forms = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const one = await keyIn('Q2');
      await add(one, keyed(fresh(1)));
      return one;
    }),
  );
  const answers = await Promise.all(forms.map((one) => confirm(centre.patient, one, { group: one.groups[0]!.id, batch })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 19 }, () => 409)]);
  expect((await batchOf(first)).room).toBe(0);
  await system.owner('batches').where({ id: batch }).update({ learner_count: 2 });
}, 60_000);

test('REG-9 one file confirmed twice at once registers its learners once, and the second is told', async () => {
  const file = singleFile(5, fresh(5));
  const both = await Promise.all([sentAndChecked(file), sentAndChecked(file)]);
  const answers = await Promise.all(both.map((each) => confirm(centre.patient, each, { group: each.groups[0]!.id })));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
});

test('REG-11 an apprenticeship registers a learner on each of its qualifications under one number; a V Cert asks for window and mode', async () => {
  const done = await registered(singleFile(2, fresh(2)), 'APP');
  const rows = await system.owner('learners').where({ group_id: done.groups[0]!.id });
  expect([rows.length, new Set(rows.map(({ number }) => number)).size, new Set(rows.map(({ product_id }) => product_id))]).toEqual([
    4,
    2,
    new Set([products['PART1'], products['PART2']]),
  ]);
  expect(await batchOf(done)).toMatchObject({
    learners: { counted: 2, registered: 2 },
    parts: [{ product: 'PART1' }, { product: 'PART2' }],
  });
  const undone = await centre.post(`/v1/registrations/${done.id}/undo`, { group: done.groups[0]!.id });
  expect([undone.status, (await batchOf(done)).learners]).toEqual([200, { counted: 0, registered: 0, undone: 2 }]);
  const checked = await sentAndChecked(singleRow(fresh(1)), 'VC');
  const group = checked.groups[0]!.id;
  expect(codes((await confirm<Problem>(centre, checked, { group })).body)).toEqual(['windowMissing', 'modeMissing']);
  const { id: window } = await system.owner('assessment_windows').where({ product_id: products['VC'] }).first('id');
  expect((await confirm(centre, checked, { group, window, mode: 'Online' })).status).toBe(200);
});

test('REG-4 SEC-9 a regulated product asks for its dates; what is checked only is not confirmed; each way asks for its right', async () => {
  const checked = await sentAndChecked(singleRow(fresh(1)), 'REG');
  expect((await linesOf(centre, checked))[0]!.faults.map(({ code, field }) => `${field} ${code}`)).toEqual([
    'startOn missing',
    'plannedEndOn missing',
  ]);
  const only = await checkedOf(centre, (await single(singleRow(fresh(1)), 'Q1', '&checkOnly=true')).body);
  const refused = await confirm<Problem>(centre, only, { group: only.groups[0]!.id });
  expect([refused.status, codes(refused.body)]).toEqual([409, ['checkedOnly']]);
  const gone = await centre.post<RegistrationBody>(`/v1/registrations/${only.id}/discard`, {});
  expect([gone.status, gone.body.state]).toEqual([200, 'discarded']);
  expect(await linesOf(centre, only)).toEqual([]);
  expect((await as.caseOperator.get<RegistrationBody>(`/v1/registrations/${checked.id}`)).status).toBe(200);
  expect((await as.caseOperator.post(`/v1/registrations/${checked.id}/discard`, {})).status).toBe(403);
  expect((await as.employerUser.get(`/v1/registrations/${checked.id}`)).status).toBe(403);
});
