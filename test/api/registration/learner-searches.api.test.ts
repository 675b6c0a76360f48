import { inScope } from '../../../db/core/database';
import type { SeededTenant } from '../../../db/seeds/demo';
import { userSeeder } from '../../../db/access/seed';
import type { ApiClient } from '../../support/api-client';
import { eventually } from '../../support/eventually';
import { askForPaperwork, seedBatch, seedCentre, seedProduct, type Product } from '../../support/learners';
import type { Problem } from '../../support/orders';
import { readPdf } from '../../support/pdf';
import { realSystem, type TestSystem } from '../../support/system';

interface Learner {
  id: string;
  number: string;
  forename: string;
  surname: string;
  uln: string | null;
  batch: { id: string; number: string };
  bundle: { number: string } | null;
  lapsesOn: string;
  state: string;
  arrangements?: string[];
  registration?: { way: string; purchaseOrder: string };
}
interface Batch {
  id: string;
  number: string;
  learners: number;
  session: number;
  room?: number;
  paperwork?: { document: string; state: string; file: string | null }[];
  members?: { number: string }[];
}
interface Items<Item> {
  items: Item[];
  next: string | null;
}

let system: TestSystem;
let tenant: SeededTenant;
let centre: ApiClient;
let staff: ApiClient;
let care: Product;
let building: Product;
const batches: Record<string, { number: string; id: string; group: string }> = {};

const AT = '2026-11-03T09:00:00.000Z';

beforeAll(async () => {
  system = await realSystem('learner-searches');
  tenant = await system.tenant('learners', 'awarding-body');
  [centre, staff] = [await system.signIn(tenant.centre.user.email), await system.signIn(tenant.staff.caseOperator.email)];
  await system.documents.start();
  care = await seedProduct(system.owner, tenant.id, 'Care of Adults', 'qualification', '603/01');
  building = await seedProduct(system.owner, tenant.id, '100% Building_Work', 'vCert', '603/02');
  const whole = await seedProduct(system.owner, tenant.id, 'Builder (Apprenticeship)', 'apprenticeship', 'ST0095');
  const add = async (name: string, of: Parameters<typeof seedBatch>[2]) => {
    const { batch, group } = await seedBatch(system.database, tenant, of);
    batches[name] = { number: batch.number, id: batch.id, group };
  };
  await add('care', {
    product: care,
    learners: [
      {
        forename: 'Zoë',
        surname: "O'Brien-Smith",
        uln: '1000102504',
        centreReference: '=HYPERLINK("x")',
        arrangements: ['reader'],
        contactEmail: 'a@b.example',
      },
      { forename: 'Ann', middleNames: 'May', surname: 'Smith', modifications: { enlarged: 'A3' }, contactEmail: 'a@b.example' },
      { forename: 'Anne', surname: 'Smithers', state: 'undone' },
    ],
  });
  await add('building', { product: building, session: 2025, learners: [{ forename: 'Bob', surname: 'Smith', lapsesOn: '2027-01-15' }] });
  await add('bundle', { product: whole, learners: [] });
  const inBundle = { number: 'L900000000012', forename: 'Cy', surname: 'Both', birthDate: '2007-05-06' };
  for (const [name, product] of [
    ['one', care],
    ['two', building],
  ] as const)
    await add(name, { product, bundle: batches['bundle']!.id, learners: [inBundle], isFree: true });
  await seedBatch(system.database, tenant, {
    ...{
      centre: await seedCentre(system.owner, tenant, 'Marshland College'),
      product: care,
      learners: [{ surname: 'Smithson', uln: '9276308686' }],
    },
  });
}, 120_000);
afterAll(() => system?.stop());

const learners = async (query: string, by = centre) => (await by.get<Items<Learner>>(`/v1/learners?${query}`)).body;
const names = async (query: string, by = centre) =>
  (await learners(query, by)).items.map(({ forename, surname }) => `${forename} ${surname}`);
const numbersOf = async (path: string, by = centre) => (await by.get<Items<Batch>>(path)).body.items.map(({ number }) => number);
const download = async (path: string, by: ApiClient) =>
  fetch(system.api + path, { headers: { Authorization: `Bearer ${await by.token()}` } });

test('REG-13 learners are found by product, references, numbers, session, state and the beginnings of their names, whatever their accents, capitals and apostrophes', async () => {
  const { items } = await learners('limit=200');
  expect(items).toHaveLength(6);
  const zoe = items.find(({ forename }) => forename === 'Zoë')!;
  for (const [query, found] of [
    ['product=603/01&sort=name', ['Cy Both', "Zoë O'Brien-Smith", 'Ann Smith', 'Anne Smithers']],
    ['product=care of&sort=name&surname=smith', ['Ann Smith', 'Anne Smithers']],
    ['product=100%25 build&surname=smi', ['Bob Smith']],
    ['product=nothing so', []],
    ['surname=o%20brien', ["Zoë O'Brien-Smith"]],
    ['surname=O%27BRIEN-s', ["Zoë O'Brien-Smith"]],
    ['forename=zoe', ["Zoë O'Brien-Smith"]],
    ['forename=ann&sort=name', ['Ann Smith', 'Anne Smithers']],
    ['forename=anne&surname=smi', ['Anne Smithers']],
    ['surname=李', []],
    ['surname=%25', []],
    [`number=${zoe.number.toLowerCase()}`, ["Zoë O'Brien-Smith"]],
    ['uln=100 010 2504', ["Zoë O'Brien-Smith"]],
    ['uln=1000102505', []],
    ['centreReference=%3DHYPERLINK(%22x%22)', ["Zoë O'Brien-Smith"]],
    [`batch=${batches['building']!.number}`, ['Bob Smith']],
    [`bundle=${batches['bundle']!.number}`, ['Cy Both', 'Cy Both']],
    ['session=2025', ['Bob Smith']],
    ['state=undone', ['Anne Smithers']],
  ] as const)
    expect([query, await names(query)]).toEqual([query, found]);
});

test('REG-13 a list goes on behind its cursor in each order; a cursor of ours alone is taken, and every fault of a question is told', async () => {
  for (const order of ['sort=newest', 'sort=name', 'sort=name&forename=a', 'lapsesWithin=3000']) {
    const all = (await learners(`${order}&limit=200`)).items.map(({ id }) => id);
    const found: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: Items<Learner> = await learners(`${order}&limit=1${cursor ? `&cursor=${cursor}` : ''}`);
      found.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    }
    expect([order, found]).toEqual([order, all]);
  }
  expect((await centre.get('/v1/learners?cursor=abc')).status).toBe(400);
  const refused = await centre.get<Problem>('/v1/learners?session=26&uln=abc&sort=age');
  expect([refused.status, refused.body.errors.map(({ pointer }) => pointer).sort()]).toEqual([400, ['/session', '/sort', '/uln']]);
});

test('REG-13 SEC-9 a centre finds nothing of another one, whatever it names; staff find all, or one centre’s', async () => {
  expect(await names('uln=9276308686')).toEqual([]);
  const [other] = (await learners('surname=smithson', staff)).items;
  const { organisation_id: marshland } = await system.owner('learners').where({ id: other!.id }).first('organisation_id');
  expect(await names(`surname=smithson&organisation=${marshland}`)).toEqual([]);
  expect(await names(`organisation=${marshland}`, staff)).toEqual(['Ann Smithson']);
  for (const path of [`/v1/learners/${other!.id}`, `/v1/batches/${other!.batch.id}/reports`]) {
    expect([path, (await centre.get(path)).status]).toEqual([path, 404]);
    expect([path, (await staff.get(path)).status]).toEqual([path, 200]);
  }
});

test('REG-12 REG-13 LAP-1 a learner is shown with the registration, what is needed at an assessment, and the last day before the lapse', async () => {
  const [ann] = (await learners('forename=ann&surname=smith&sort=name')).items;
  const { body } = await centre.get<Learner>(`/v1/learners/${ann!.id}`);
  expect(body).toMatchObject({
    ...{ forename: 'Ann', arrangements: ['enlarged A3'], lapsesOn: '2029-11-02', sessionInWords: '2026/27' },
    registration: { way: 'keyIn', purchaseOrder: 'PO 1' },
  });
});

test('REG-13 REG-11 batches are found by number, product and session; bundles by who is in them, their qualifications beside them', async () => {
  const { care: one, building: two, bundle } = batches;
  expect(await numbersOf(`/v1/batches?batch=${one!.number.toLowerCase()}`)).toEqual([one!.number]);
  expect(await numbersOf('/v1/batches?product=603/02&session=2025')).toEqual([two!.number]);
  const all = await numbersOf('/v1/batches?sort=number');
  expect(all).toEqual([...all].sort());
  expect(all).toHaveLength(5);
  for (const query of [
    '',
    'number=L900000000012',
    'surname=both&forename=c',
    'birthDate=2007-05-06',
    'product=st0095',
    `bundle=${bundle!.number}`,
  ])
    expect([query, await numbersOf(`/v1/bundle-batches?${query}`)]).toEqual([query, [bundle!.number]]);
  for (const query of ['surname=smith', 'birthDate=2007-05-07', 'product=603/01', `bundle=${one!.number}`])
    expect([query, await numbersOf(`/v1/bundle-batches?${query}`)]).toEqual([query, []]);
  const { body } = await centre.get<Batch>(`/v1/batches/${bundle!.id}/reports`);
  expect(body.members!.map(({ number }) => number).sort()).toEqual([batches['one']!.number, batches['two']!.number].sort());
  expect((await centre.get<Batch>(`/v1/batches/${one!.id}/reports`)).body).toMatchObject({
    learners: 2,
    room: 1_998,
    sessionInWords: '2026/27',
  });
});

test('REG-13 the file of all that a search finds is one row each, formulas neutralised, by the same filter; a bad question is a problem', async () => {
  const answer = await download('/v1/learners/export?sort=name&product=603/01', centre);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="learners.csv"');
  const [head, ...rows] = (await answer.text()).trimEnd().split('\r\n');
  expect(head).toMatch(/^learner number,forename,middle names,surname,date of birth,ULN,centre learner reference,/);
  expect(rows.map((row) => row.split(',')[1])).toEqual(['Cy', 'Zoë', 'Ann', 'Anne']);
  expect(rows[1]).toContain(`,1000102504,"'=HYPERLINK(""x"")",603/01,Care of Adults,2026/27,`);
  expect((await download('/v1/learners/export?session=x', centre)).status).toBe(400);
  expect((await (await download('/v1/learners/export?surname=nobody', centre)).text()).trimEnd().split('\r\n')).toHaveLength(1);
});

test('REG-10 SEC-9 the paperwork of a registration is a tagged PDF of the batch with its learners, there for the centre and for nobody else', async () => {
  const { care: of, bundle } = batches;
  await askForPaperwork(system.database, tenant, of!.group, AT);
  const made = await eventually(async () => {
    const { body } = await centre.get<Batch>(`/v1/batches/${of!.id}/reports`);
    expect(body.paperwork).toMatchObject([{ state: 'made' }]);
    return body.paperwork![0]!;
  }, 60_000);
  const answer = await download(made.file!, centre);
  const pdf = readPdf(Buffer.from(await answer.arrayBuffer()));
  expect(pdf).toMatchObject({ tagged: true, lang: 'en-GB', title: `Registration of batch ${of!.number}` });
  for (const shown of [
    'Fenland College',
    '603/01 Care of Adults',
    '2026/27',
    'PO 1',
    'ann@centre.example',
    'Ann May Smith',
    '1000102504',
    'enlarged A3',
  ])
    expect(pdf.text).toContain(shown);
  expect((await centre.get(`/v1/paperwork/${made.document}`)).body).toMatchObject({ state: 'made', batch: { number: of!.number } });
  const other = await seedCentre(system.owner, tenant, 'A third');
  const unseen = await inScope(system.database, { tenant: tenant.id, organisation: other.id }, (trx) =>
    trx('documents').where({ id: made.document }).first('id'),
  );
  expect(unseen).toBeUndefined();
  // Of an apprenticeship: under one number on each qualification.
  await system.owner('learners').whereIn('batch_id', [batches['one']!.id, batches['two']!.id]).update({ group_id: bundle!.group });
  await askForPaperwork(system.database, tenant, bundle!.group, AT);
  const whole = await eventually(async () => {
    const { body } = await centre.get<Batch>(`/v1/batches/${bundle!.id}/reports`);
    const found = body.paperwork!.find(({ state }) => state === 'made');
    expect(found).toBeDefined();
    return found!;
  }, 60_000);
  const { text } = readPdf(Buffer.from(await (await download(whole.file!, centre)).arrayBuffer()));
  for (const number of [batches['one']!.number, batches['two']!.number]) expect(text).toContain(`batch ${number}`);
});

test('SEC-5 SEC-8 whoever registers sees the batch and its paperwork, and searches with the right to alone', async () => {
  const { password_hash: hash } = await system.owner('users').where({ id: tenant.centre.user.id }).first('password_hash');
  const make = userSeeder(system.owner, tenant.id, tenant.key, hash);
  const at = (right: string) => ({ organisation: tenant.centre.id, rights: [right] });
  const keyer = await system.signIn((await make('keyer', 'centreUser', at('productRegistrations'))).email);
  const moderator = await system.signIn((await make('moderator', 'centreUser', at('moderation'))).email);
  const asked = async (by: ApiClient) =>
    Promise.all(
      ['/v1/learners', '/v1/learners/export', `/v1/batches/${batches['care']!.id}/reports`].map(
        async (path) => (await by.get(path)).status,
      ),
    );
  expect([await asked(keyer), await asked(moderator)]).toEqual([
    [403, 403, 200],
    [403, 403, 403],
  ]);
});

test('CEN-2 what waits for a centre is counted, of what its user may see', async () => {
  const { body } = await centre.get<Record<string, { count: number } | null>>('/v1/centre-panels');
  expect(body).toMatchObject({
    ...{ registrationsOpen: { count: 0 }, registrationsWithFaults: { count: 0 }, lapsesNear: { count: 1 }, recentInvoices: { count: 0 } },
  });
  expect((await staff.get('/v1/centre-panels')).body).toMatchObject({ lapsesNear: null });
});
