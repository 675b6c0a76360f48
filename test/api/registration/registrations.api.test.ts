import { randomUUID } from 'node:crypto';
import type { ApiClient } from '../../support/api-client';
import { openDesk, type Desk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import type { Problem } from '../../support/orders';
import {
  checkedOf,
  confirm,
  linesOf,
  seedProducts,
  sendFile,
  SESSION,
  singleFile,
  singleRow,
  ulnOf,
  wordOf,
  type LineBody,
  type RegistrationBody,
} from '../../support/registrations';

interface BatchBody {
  number: string;
  room: number;
  session: { year: number };
  lapsesOn: string | null;
  purchaseOrders: string[];
  learners: { counted: number; registered: number; undone: number };
  contact: { email: string };
  parts: { id: string; product: string }[];
}

let { system, tenant, as, look } = {} as Desk;
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
    { code: 'PART1' },
    { code: 'PART2' },
    { code: 'APP', type: 'apprenticeship', members: ['PART1', 'PART2'] },
  ]);
  await system.documents.start();
}, 120_000);
afterAll(() => system?.stop());

let learners = 0;
/** So many numbers of learners whom no other test has. */
const fresh = (count: number) => (learners += count) - count;
const single = (content: string | Buffer, product = 'Q1', query = '') =>
  sendFile(centre, system.api, `single?product=${product}${query}`, content);
const bulk = (content: string) => sendFile(centre, system.api, 'bulk', content);
const sentAndChecked = async (content: string | Buffer, product = 'Q1') => {
  const sent = await single(content, product);
  expect(sent.status).toBe(201);
  return checkedOf(centre, sent.body);
};
const registered = async (content: string, product = 'Q1', more = {}) => {
  const checked = await sentAndChecked(content, product);
  const done = await confirm(centre, checked, { group: checked.groups[0]!.id, ...more });
  expect([done.status, done.body.groups?.[0]?.state]).toEqual([200, 'registered']);
  return done.body;
};
const batchOf = async ({ groups }: RegistrationBody) => (await centre.get<BatchBody>(`/v1/batches/${groups[0]!.batch!.id}`)).body;
const keyIn = async (product: string) => {
  const { status, body } = await centre.post<RegistrationBody>('/v1/registrations', { product });
  expect(status).toBe(201);
  return body;
};
const add = ({ id }: RegistrationBody, cells: object) => centre.post<LineBody>(`/v1/registrations/${id}/lines`, { cells });
const learner = (number: number) => ({
  forename: `Key${wordOf(number)}`,
  surname: 'In',
  birthDate: '03/04/2005',
  gender: 'F',
  uln: ulnOf(number),
});
const codes = (problem: unknown) => (problem as Problem).errors.map(({ code }) => code);
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

test('REG-7 REG-12 IMP-1 every fault is told with its column and remedy; a line is corrected under the version that was read; the file comes back with its errors and no formula', async () => {
  const from = fresh(3);
  const rows = [
    singleRow(from, { J: 'Y', I: 'exams@fenland.example' }),
    singleRow(from + 1, { AG: '', E: '=HYPERLINK("x")'.replace(/"/g, '') }),
    singleRow(from + 2),
  ];
  const checked = await sentAndChecked(rows.join('\n'));
  const [enlarged, noCountry] = await linesOf(centre, checked, '&faulty=true');
  expect(enlarged!.faults).toEqual([expect.objectContaining({ code: 'detailMissing', field: 'size', column: 'K' })]);
  expect(noCountry!.faults).toEqual([expect.objectContaining({ code: 'missing', field: 'country', column: 'AG' })]);
  const refused = await confirm<Problem>(centre, checked, { group: checked.groups[0]!.id });
  expect([refused.status, codes(refused.body)]).toEqual([422, ['detailMissing', 'missing']]);
  const answer = await fetch(`${system.api}/v1/registrations/${checked.id}/errors`, {
    headers: { Authorization: `Bearer ${await centre.token()}` },
  });
  const csv = await answer.text();
  expect(csv).toContain("'=HYPERLINK(x)");
  expect(csv).toContain('K: Enlarged is chosen without its detail');
  const edit = (line: LineBody, cells: object, version = line.version) =>
    centre.put<LineBody>(`/v1/registration-lines/${line.id}`, { cells: { ...line.cells, ...cells } }, { 'If-Match': `"${version}"` });
  expect((await edit(enlarged!, { size: 'A3' }, 9)).status).toBe(412);
  expect((await edit(enlarged!, { size: 'A3' })).body).toMatchObject({ faults: [], version: 2 });
  expect((await edit(noCountry!, { country: 'bh' })).body.faults).toEqual([]);
  const done = await confirm(centre, checked, { group: checked.groups[0]!.id });
  expect(done.status).toBe(200);
  const [row] = await system.owner('learners').where({ group_id: checked.groups[0]!.id }).whereNotNull('contact_email');
  expect(row).toMatchObject({ modifications: { enlarged: 'A3' }, contact_email: 'exams@fenland.example' });
});

test('REG-8 in a bulk file a header of a T Level, of another centre or of no product is greyed with its reason and blocks itself alone; groups are removed and confirmed one by one', async () => {
  const from = fresh(4);
  const learnerRow = (number: number, country = '') => `NCFE2,Bulk${wordOf(number)},,Row,03/04/2005,,31,F,${ulnOf(number)},,,,${country}`;
  const header = (product: string, number = tenant.centre.number) => `NCFE1,${number},ref,,${product},,`;
  const sent = await bulk(
    [
      header('TL'),
      learnerRow(from),
      header('Q1'),
      learnerRow(from + 1),
      header('XX', '0'),
      learnerRow(from + 2),
      header('Q2'),
      learnerRow(from + 3),
    ].join('\r\n'),
  );
  expect(sent.status).toBe(201);
  const { groups, id } = await checkedOf(centre, sent.body);
  expect(groups.map(({ state, faults }) => [state, faults.map(({ code, column }) => `${column} ${code}`)])).toEqual([
    ['blocked', ['E notInBulk']],
    ['open', []],
    ['blocked', ['B otherCentre', 'E product']],
    ['open', []],
  ]);
  const [level, first, , second] = groups;
  expect((await confirm<Problem>(centre, { id }, { group: level!.id })).body.errors[0]).toMatchObject({ code: 'blocked' });
  const done = await confirm(centre, { id }, { group: first!.id });
  expect([done.status, done.body.state]).toEqual([200, 'open']);
  expect((await system.owner('learners').where({ group_id: first!.id }))[0].country).toBe('GB');
  expect((await confirm<Problem>(centre, { id }, { group: first!.id })).status).toBe(409);
  expect((await centre.post(`/v1/registrations/${id}/remove-group`, { group: second!.id })).status).toBe(200);
  await eventually(async () => expect((await centre.get<RegistrationBody>(`/v1/registrations/${id}`)).body.state).toBe('registered'));
});

test('REG-9 SEC-12 a file that is no CSV of learners is refused whole with what it is, its template accepted back', async () => {
  const faults: [string | Buffer, string][] = [
    ['%PDF-1.7', 'notLearners'],
    [Buffer.from('PK\u0003\u0004xxxx', 'latin1'), 'notLearners'],
    [Buffer.from([0xff, 0xfe, 65, 0]), 'notLearners'],
    ['Ann\0', 'notText'],
    [Array.from({ length: 5_000 }, () => 'x').join(','), 'tooWide'],
    [`"${'x'.repeat(1_000_000)}"`, 'tooLong'],
    [Array.from({ length: 10_001 }, () => 'Ann,,Other').join('\n'), 'tooManyRows'],
    ['Forename,Surname,Gender,Date of birth\nAnn,Other,F,03/04/2005', 'columnsMissing'],
  ];
  for (const [content, code] of faults) {
    const { status, body } = await single(content);
    expect([code, status, (body as unknown as Problem).errors[0]]).toEqual([
      code,
      422,
      expect.objectContaining({ code, remedy: expect.any(String) }),
    ]);
  }
  const answer = await fetch(`${system.api}/v1/registration-templates/single`, {
    headers: { Authorization: `Bearer ${await centre.token()}` },
  });
  const checked = await sentAndChecked(`${await answer.text()}${singleRow(fresh(1))}`);
  expect([checked.groups[0]!.lines, checked.groups[0]!.faulty]).toEqual([1, 0]);
  expect((await single(singleRow(0), 'NO')).status).toBe(422);
  expect(codes((await single(singleRow(0), 'ZZ')).body)).toEqual(['product']);
});

test('REG-1 REG-2 REG-14 keyed in learners join a batch with its room; another session is refused unless the product opens it; a batch of another product too', async () => {
  const first = await registered(singleFile(1, fresh(1)), 'Q2');
  const keyed = await keyIn('Q2');
  expect((await add(keyed, { ...learner(fresh(1)), uln: '0123456789' })).body.faults).toEqual([
    expect.objectContaining({ code: 'ulnZero', column: null }),
  ]);
  const [line] = await linesOf(centre, keyed);
  await centre.put(`/v1/registration-lines/${line!.id}`, { cells: learner(fresh(1)) }, { 'If-Match': '"1"' });
  const group = keyed.groups[0]!.id;
  const strange = await registered(singleFile(1, fresh(1)), 'Q1');
  const refused = await confirm<Problem>(centre, keyed, { group, session: SESSION - 1, batch: strange.groups[0]!.batch!.id });
  expect([refused.status, codes(refused.body)]).toEqual([422, ['batchProduct', 'batchSession']]);
  expect(codes((await confirm<Problem>(centre, keyed, { group, session: SESSION - 1 })).body)).toEqual(['session']);
  expect((await confirm(centre, keyed, { group, batch: first.groups[0]!.batch!.id, contactEmail: 'exams@fenland.example' })).status).toBe(
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
  const keyed = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const one = await keyIn('Q2');
      await add(one, learner(fresh(1)));
      return one;
    }),
  );
  const answers = await Promise.all(keyed.map((one) => confirm(centre.patient, one, { group: one.groups[0]!.id, batch })));
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

test('OPS-2 REG-9 a file whose lines cannot be kept is a task in the end, and is checked again from where it stopped', async () => {
  await system.owner.raw('revoke insert on registration_lines from countersign_app');
  let sent: RegistrationBody;
  try {
    sent = (await single(singleFile(2, fresh(2)))).body;
    await eventually(async () => expect(await look.tasks(sent)).toEqual(['retryCheck']), 60_000);
  } finally {
    await system.owner.raw('grant insert on registration_lines to countersign_app');
  }
  expect((await centre.post<RegistrationBody>(`/v1/registrations/${sent.id}/retry`, {})).body.state).toBe('checking');
  const checked = await checkedOf(centre, sent);
  expect([checked.groups[0]!.lines, await look.tasks(sent)]).toEqual([2, []]);
  const [line] = await linesOf(centre, checked);
  expect((await centre.get<LineBody>(`/v1/registration-lines/${line!.id}`)).body).toEqual(line);
  const groups = await centre.get<{ items: { id: string }[] }>(`/v1/registrations/${checked.id}/groups`);
  expect(groups.body.items.map(({ id }) => id)).toEqual([checked.groups[0]!.id]);
  const { body } = await centre.get<{ items: { id: string }[] }>('/v1/registrations?state=open');
  expect(body.items[0]!.id).toBe(checked.id);
}, 90_000);
