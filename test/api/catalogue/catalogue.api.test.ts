import { randomUUID } from 'node:crypto';
import { userSeeder } from '../../../db/access/seed';
import { londonDate } from '../../../domain/working-days';
import { askingCountry, QUALIFICATION, type Page, type ProductBody } from '../../support/catalogue';
import { openDesk, type Desk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import type { Problem } from '../../support/orders';

let { system, as, tenant } = {} as Desk;
beforeAll(async () => {
  ({ system, as, tenant } = await openDesk('catalogue'));
  await Promise.all([as.caseOperator, as.administrator, as.administrator2, as.eqa, as.centreUser].map((each) => each.token()));
}, 120_000);
afterAll(() => system?.stop());

const inDays = (days: number) => londonDate(new Date(Date.now() + days * 86_400_000).toISOString());
const make = (code: string, change: object = {}, by = as.caseOperator) =>
  by.post<ProductBody & Problem>('/v1/products', { ...QUALIFICATION, code, from: inDays(0), ...change });
const list = async (query: string, by = as.centreUser) => (await by.get<Page<ProductBody>>(`/v1/products?${query}`)).body;
const codesOf = async (query: string, by = as.centreUser) => (await list(query, by)).items.map(({ code }) => code);
const faults = ({ body }: { body: Problem }) => body.errors.map(({ code, pointer }) => [code, pointer]);
const version = (product: ProductBody, change: object, ifMatch = product.version) =>
  as.caseOperator.post<ProductBody & Problem>(
    `/v1/products/${product.id}/versions`,
    { ...QUALIFICATION, ...change },
    { 'If-Match': `"${ifMatch}"` },
  );

test('REG-18 SEC-8 a product is made with units, changed from a day on under the version that was read, and never backwards', async () => {
  expect((await make('BOAT-3', {}, as.finance)).status).toBe(403);
  const unit = await as.caseOperator.post<{ id: string; version: number }>('/v1/units', {
    code: 'BB01',
    title: 'Keels',
    level: '3',
    credits: 5,
  });
  const { body: made, status } = await make('BOAT-3', { units: [{ unit: unit.body.id }] });
  expect([status, made.version, made.units.map(({ code, isMandatory }) => [code, isMandatory])]).toEqual([201, 1, [['BB01', true]]]);
  for (const code of ['BOAT-3', 'boat-3']) expect(faults(await make(code))).toEqual([['codeTaken', '/code']]);
  expect((await make('BOAT-3')).status).toBe(409);
  expect(faults(await version(made, { from: inDays(-1) }))).toEqual([['from', '/from']]);
  const taken = await version(made, { from: inDays(0) });
  expect([taken.status, faults(taken)]).toEqual([409, [['versionTaken', '/from']]]);
  const later = await version(made, { from: inDays(1), name: 'Level 3 Certificate in Ship Building', isOpen: false });
  expect([later.status, later.body.name, later.body.version]).toEqual([200, QUALIFICATION.name, 2]);
  expect(later.body.versions.map(({ from }) => from)).toEqual([inDays(1), inDays(0)]);
  expect((await version(made, { from: inDays(2) }, 1)).status).toBe(412);
  expect((await as.caseOperator.post(`/v1/products/${made.id}/versions`, { ...QUALIFICATION, from: inDays(2) })).status).toBe(428);
  // Its day has come.
  await system.owner.raw('update product_versions set effective_from = effective_from - 1 where product_id = ?', [made.id]);
  const today = await as.centreUser.get<ProductBody>(`/v1/products/${made.id}`);
  expect([today.body.name, today.body.isOpen, today.body.units]).toEqual(['Level 3 Certificate in Ship Building', false, []]);
});

test('REG-18 every fault of a version is told at once, each at its place', async () => {
  const [apprenticeship] = (await list('type=apprenticeship')).items;
  const wrong = await make('WRONG', {
    ...{ from: inDays(-1), number: '603-1234-5', lateAllowed: true, type: 'vCert' },
    components: [1, 2].map(() => ({ code: 'EX', title: 'Examination', form: 'paper' })),
    ...{ units: [{ unit: tenant.id }], suite: tenant.id, members: [apprenticeship!.id] },
  });
  expect([wrong.status, faults(wrong).sort()]).toEqual([
    422,
    [
      ['from', '/from'],
      ['hasWindows', '/hasWindows'],
      ['lateAllowed', '/lateAllowed'],
      ['members', '/members'],
      ['modes', '/modes'],
      ['number', '/number'],
      ['suite', '/suite'],
      ['twice', '/components/1/code'],
      ['unit', '/units/0/unit'],
    ],
  ]);
  const [one] = (await list('code=BUS-201')).items;
  const bundle = { type: 'bundle', isRegulated: false, number: null, components: [] };
  expect(faults(await make('BUNDLE', { ...bundle, members: [apprenticeship!.id, one!.id, one!.id] }))).toEqual([
    ['members', '/members/0'],
    ['members', '/members/2'],
  ]);
  expect((await make('BUNDLE', { ...bundle, members: [one!.id] })).body.madeOf).toEqual([
    { id: one!.id, name: 'BUS-201 Level 2 Certificate in Principles of Business Administration' },
  ]);
});

test('REG-13 REG-1 products are found by parts of code, name and number, by sector and by their apprenticeship; sorted, page by page, each with its approval', async () => {
  expect(await codesOf('code=fse')).toEqual(['FSE-100', 'FSE-200']);
  expect(await codesOf('name=cyber')).toEqual(['DIG-301']);
  expect(await codesOf('number=2476/0')).toEqual(['EDU-303']);
  expect(await codesOf('sector=Mathematics')).toEqual(['FSM-100', 'FSM-200']);
  expect(await codesOf('apprenticeship=adult%20care')).toEqual(['APP-HSC', 'FSE-100', 'FSM-100', 'HSC-203']);
  expect(await codesOf('apprenticeship=app-eyp&approved=false')).toEqual(['APP-EYP']);
  expect(await codesOf('name=100%25')).toEqual([]);
  const all: string[] = [];
  for (let next: string | null = ''; next !== null;) {
    const page: Page<ProductBody> = await list(`sort=name&limit=7${next && `&cursor=${next}`}`);
    all.push(...page.items.map(({ name }) => name));
    ({ next } = page);
  }
  expect([all.length >= 40, all]).toEqual([true, [...all].sort()]);
  const approvals = (await list('code=BUS-')).items.map(({ code, isApproved }) => [code, isApproved]);
  expect(approvals).toEqual([
    ['BUS-201', true],
    ['BUS-202', true],
    ['BUS-301', false],
    ['BUS-901', true],
  ]);
  expect((await list('code=BUS-201', as.caseOperator)).items[0]!.isApproved).toBeNull();
  await make('FUTURE-1', { from: inDays(1) });
  expect([await codesOf('code=FUTURE'), await codesOf('code=FUTURE', as.caseOperator)]).toEqual([[], ['FUTURE-1']]);
});

test('REG-2 REG-6 LRN-5 units, suites, countries and opened sessions are made once, and changed under the version that was read', async () => {
  const [product] = (await list('code=BUS-201')).items;
  const parts = [
    ['/v1/suites', { code: 'BB', name: 'Boats' }, { name: 'Ships' }],
    ['/v1/units', { code: 'BB02', title: 'Masts' }, { title: 'Sails', credits: 3 }],
    ['/v1/countries', { code: 'IS', name: 'Island' }, { name: 'Iceland' }],
    [
      '/v1/session-openings',
      { product: product!.id, session: 2030, from: inDays(0), until: inDays(0) },
      { from: inDays(0), until: inDays(3) },
    ],
  ] as const;
  for (const [path, body, change] of parts) {
    const made = await as.caseOperator.post<{ id: string; version: number }>(path, body);
    expect([path, made.status, made.body]).toEqual([path, 201, expect.objectContaining(body)]);
    expect((await as.caseOperator.post(path, body)).status).toBe(409);
    const edit = (ifMatch: string) => as.administrator.post(`${path}/${made.body.id}/change`, change, { 'If-Match': ifMatch });
    expect([(await edit('"7"')).status, await edit('"1"')]).toEqual([
      412,
      expect.objectContaining({ status: 200, body: expect.objectContaining({ ...change, version: 2 }) }),
    ]);
    const shown = await as.centreUser.get<object>(`${path}/${made.body.id}`);
    expect([shown.headers.get('etag'), shown.body]).toEqual(['"2"', expect.objectContaining({ ...change, version: 2 })]);
    expect((await as.centreUser.get<Page<object>>(path)).body.items).toContainEqual(shown.body);
  }
  const { body } = await as.centreUser.get<ProductBody>(`/v1/products/${product!.id}`);
  expect(body.sessions.slice(1)).toEqual([{ session: 2030, name: '2030/31' }]);
  const countries = (await as.centreUser.get<Page<{ id: string; code: string; withdrawnAt: string | null }>>('/v1/countries')).body.items;
  expect(countries.map(({ code }) => code)).toEqual(expect.arrayContaining(['AT', 'BH', 'BN', 'VN', '99', 'IS']));
  const { id } = countries.find(({ code }) => code === 'IS')!;
  const withdrawn = await as.caseOperator.post<{ withdrawnAt: string }>(
    `/v1/countries/${id}/change`,
    { isWithdrawn: true },
    { 'If-Match': '"2"' },
  );
  expect(withdrawn.body.withdrawnAt).not.toBeNull();
});

test('BKG-3 SEC-8 a window is made, and its dates move, by a second person; what has moved meanwhile is not moved again', async () => {
  const [product] = (await list('code=VHF-200')).items;
  const dates = { opensOn: inDays(60), cutOffOn: inDays(40), closesOn: inDays(70) };
  const propose = (change: object) =>
    as.caseOperator.post<{ id: string; words: string; changes: { label: string }[] } & Problem>('/v1/assessment-windows', {
      ...{ product: product!.id, name: 'Autumn', ...dates, reason: 'r', ...change },
    });
  const approve = ({ id }: { id: string }, by = as.administrator) =>
    by.post<{ state: string } & Problem>(`/v1/assessment-windows/${id}/approve`, { reason: 'seen' });
  const wrong = await propose({ ...{ opensOn: inDays(0), cutOffOn: inDays(1), closesOn: inDays(-1) }, component: 'NONE' });
  expect([wrong.status, faults(wrong).map(([, place]) => place)]).toEqual([422, ['/component', '/opensOn', '/cutOffOn', '/closesOn']]);
  const proposed = await propose({});
  expect([proposed.status, proposed.body.words]).toEqual([
    201,
    expect.stringMatching(/^Window Autumn of VHF-200 Level 1\/2 V Cert in Health/),
  ]);
  expect(faults(await approve(proposed.body, as.caseOperator))).toEqual([['fourEyes', '']]);
  expect((await approve(proposed.body)).body.state).toBe('approved');
  const windows = async () =>
    (
      await as.centreUser.get<Page<{ id: string; name: string; opensOn: string; version: number }>>(
        `/v1/assessment-windows?product=${product!.id}&from=${inDays(0)}`,
      )
    ).body.items.filter(({ name }) => name === 'Autumn');
  const [made] = await windows();
  expect([made!.opensOn, faults(await propose({}))]).toEqual([inDays(60), [['windowTaken', '/name']]]);
  const moved = { window: made!.id, product: null, name: null };
  const [first, second] = [await propose({ ...moved, opensOn: inDays(61) }), await propose({ ...moved, opensOn: inDays(62) })];
  expect((await approve(first.body)).status).toBe(200);
  const late = await approve(second.body);
  const { body: stands } = await as.centreUser.get<object>(`/v1/assessment-windows/${made!.id}`);
  expect([late.status, faults(late), stands]).toEqual([
    409,
    [['windowMoved', '/window']],
    expect.objectContaining({ opensOn: inDays(61), version: 2 }),
  ]);
  const declined = await as.administrator.post<{ state: string }>(`/v1/assessment-windows/${second.body.id}/decline`, { reason: 'r' });
  expect(declined.body.state).toBe('declined');
});

test('MON-3 SEC-8 a fee of one product is proposed and approved by its name, stands from its day, and leaves other products alone', async () => {
  const [product] = (await list('code=HSC-101')).items;
  const proposed = await as.administrator.post<{ id: string; words: string; changes: object[] } & Problem>('/v1/fees', {
    ...{ item: 'registration', product: product!.id, net: 5_000, vatRate: 0, from: inDays(1), reason: 'dearer' },
  });
  const label = 'Registration, HSC-101 Level 1 Certificate in Health and Social Care';
  expect(proposed.body.changes).toEqual([expect.objectContaining({ label, before: '£46.00', after: '£50.00' })]);
  expect(proposed.body.words).toContain(label);
  expect((await as.administrator2.post(`/v1/fees/${proposed.body.id}/approve`, { reason: 'seen' })).status).toBe(200);
  const fees = await as.centreUser.get<Page<{ product: string | null; productName: string; from: string; stands: boolean }>>(
    `/v1/fees?product=${product!.id}`,
  );
  const own = fees.body.items.filter((each) => each.product !== null);
  expect(own.map(({ from, stands, productName }) => [from, stands, productName])).toEqual([
    ['2020-01-01', true, 'HSC-101 Level 1 Certificate in Health and Social Care'],
    [inDays(1), false, 'HSC-101 Level 1 Certificate in Health and Social Care'],
  ]);
  const feeOf = async () => (await as.centreUser.get<ProductBody>(`/v1/products/${product!.id}`)).body.fee?.amount;
  expect(await feeOf()).toBe(4_600);
  await system.owner.raw('update fees set effective_from = effective_from - 1 where product_id = ?', [product!.id]);
  expect(await feeOf()).toBe(5_000);
  const unknown = await as.administrator.post<Problem>('/v1/fees', {
    ...{ item: 'registration', product: tenant.id, net: 5_000, vatRate: 0, from: inDays(1), reason: 'r' },
  });
  expect([unknown.status, faults(unknown)]).toEqual([422, [['product', '/product']]]);
});

interface Request extends Problem {
  id: string;
  reference: string;
  state: string;
  answer: string | null;
}
const ask = (asked: object, query = '') => as.centreUser.post<Request>(`/v1/centre-requests${query}`, { ...askingCountry, asked });
const answer = (by: typeof as.eqa, verb: 'grant' | 'decline', { id }: Request) =>
  by.post<Request>(`/v1/centre-requests/${id}/${verb}`, { reason: 'Looked at' });

test('REG-18 REG-1 a centre asks for an approval: the quality assurer alone grants it, who asked is mailed, and the product is the centre’s', async () => {
  const approval = { what: 'approval', product: 'DIG-301' };
  const dry = await ask(approval, '?dryRun=true');
  expect([dry.status, dry.body]).toMatchObject([200, { event: 'asked', tasksOpened: ['answerCentreRequest'] }]);
  const asked = await ask(approval);
  expect([asked.status, asked.body.state]).toEqual([201, 'asked']);
  const again = await ask(approval);
  expect([again.status, again.body.errors]).toEqual([
    409,
    [expect.objectContaining({ code: 'alreadyAsked', remedy: expect.stringContaining(asked.body.reference) })],
  ]);
  expect((await answer(as.caseOperator, 'grant', asked.body)).body).toMatchObject({ status: 403, permission: 'approveProducts' });
  expect((await as.finance.post('/v1/centre-requests', { ...askingCountry, asked: approval })).status).toBe(403);
  const granted = await answer(as.eqa, 'grant', asked.body);
  expect([granted.status, granted.body.state, granted.body.answer]).toEqual([200, 'granted', 'Looked at']);
  await system.mailbox.waitFor(asked.body.reference, 'is granted');
  expect((await as.centreUser.get<Request>(`/v1/centre-requests/${asked.body.id}`)).body).toEqual(granted.body);
  expect((await as.eqa.get<Page<Request>>('/v1/centre-requests?state=granted&what=approval')).body.items).toEqual([granted.body]);
  expect((await list('code=DIG-301')).items[0]!.isApproved).toBe(true);
  const had = await ask(approval);
  expect([had.status, faults(had)]).toEqual([409, [['approval', '/asked/product']]]);
  expect(faults(await ask({ what: 'approval', product: 'NONE' }))).toEqual([['product', '/asked/product']]);
});

test('REG-18 REG-6 REG-10 a granted address is the centre’s, a granted country everybody’s; a declined request may be made again, a withdrawn one is gone', async () => {
  const quay = { what: 'address', label: 'Quay', lines: ['1 Quay'], postcode: 'PE13 1AA' };
  const [address, country] = [(await ask(quay)).body, (await ask(askingCountry.asked)).body];
  expect((await answer(as.eqa, 'grant', address)).body).toMatchObject({ status: 403, permission: 'catalogue' });
  for (const each of [address, country]) expect((await answer(as.caseOperator, 'grant', each)).body.state).toBe('granted');
  const { body: centre } = await as.centreUser.get<{ addresses: { label: string }[] }>(`/v1/organisations/${tenant.centre.id}`);
  expect(centre.addresses.map(({ label }) => label).sort()).toEqual(['Exams office', 'Main campus', 'Quay']);
  const known = await ask(askingCountry.asked);
  expect([known.status, faults(known)]).toEqual([409, [['countryThere', '/asked/code']]]);
  const pier = { ...quay, label: 'Pier' };
  const first = (await ask(pier)).body;
  expect((await answer(as.administrator, 'decline', first)).body).toMatchObject({ state: 'declined', answer: 'Looked at' });
  const second = (await ask({ ...pier, label: 'PIER' })).body;
  expect(faults(await ask(pier))).toEqual([['alreadyAsked', '/asked']]);
  const withdrawn = await as.centreUser.post<Request>(`/v1/centre-requests/${second.id}/withdraw`, { reason: 'found one' });
  expect([withdrawn.body.state, (await answer(as.caseOperator, 'grant', second)).status]).toEqual(['withdrawn', 409]);
  const trail = await eventually(async () => (await as.administrator.get<Page<{ event: string }>>(`/v1/audit/${second.id}`)).body.items);
  expect(trail.map(({ event }) => event)).toEqual(expect.arrayContaining(['asked', 'withdrawn']));
});

test('REG-18 REG-6 a country that two centres ask for is granted to both at once and is there once', async () => {
  const id = randomUUID();
  await system.owner('organisations').insert({ id, tenant_id: tenant.id, kind: 'centre', name: 'Marshland' });
  const { password_hash } = await system.owner('users').where({ id: tenant.centre.user.id }).first('password_hash');
  const seed = userSeeder(system.owner, tenant.id, tenant.key, password_hash);
  const other = await system.signIn((await seed('marshland', 'centreUser', { organisation: id, rights: ['portalAdmin'] })).email);
  const wish = { ...askingCountry, asked: { what: 'country', code: 'IS', name: 'Iceland' } };
  const asked = await Promise.all([as.centreUser, other].map((by) => by.patient.post<Request>('/v1/centre-requests', wish)));
  const granted = await Promise.all(asked.map(({ body }) => answer(as.caseOperator.patient, 'grant', body)));
  expect(granted.map(({ body }) => body.state)).toEqual(['granted', 'granted']);
  expect(await system.owner('countries').where({ tenant_id: tenant.id, code: 'IS' }).pluck('code')).toEqual(['IS']);
});

test('REG-16 base data tells codes, names, numbers, units and windows of approved products alone, and no formula', async () => {
  const made = await make('=SUM-1');
  expect(made.status).toBe(422);
  await make('MINUS-1', { name: '=HYPERLINK("http://evil.example")', number: null, isRegulated: false });
  await as.eqa.post(`/v1/organisations/${tenant.centre.id}/products`, { product: 'MINUS-1', approved: true });
  const answer = await as.centreUser.get<string>('/v1/products/base-data');
  expect((await as.caseOperator.get('/v1/products/base-data')).status).toBe(403);
  const lines = String(answer.body).split('\n');
  expect(lines[0]).toBe('Record,Product code,Product name,Number,Type,Code,Name,Mandatory,Opens,Cut-off,Closes');
  expect(lines).toContain('Product,FSM-100,Functional Skills Qualification in Mathematics at Level 1,603/5055/8,functionalSkills,,,,,,');
  expect(lines.filter((line) => line.startsWith('Unit,FSM-100'))).toHaveLength(3);
  expect(lines.some((line) => /^Window,VHF-200,.*,January 20\d\d,,20\d\d-01-11,20\d\d-12-18,20\d\d-01-22$/.test(line))).toBe(true);
  expect(lines.filter((line) => line.includes('HYPERLINK'))[0]).toMatch(/^Product,MINUS-1,"'=HYPERLINK/);
  expect(lines.some((line) => line.includes('CRE-301') || line.includes('BUS-301'))).toBe(false);
});
