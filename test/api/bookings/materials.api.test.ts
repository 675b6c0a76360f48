import { randomUUID } from 'node:crypto';
import { openWindow } from '../../../db/bookings/offers';
import { inScope } from '../../../db/core/database';
import { dateLater } from '../../../domain/working-days';
import { signLink } from '../../../platform/links';
import { seedWindow } from '../../support/bookings';
import { openDesk, type Desk } from '../../support/desk';
import { seedCentre } from '../../support/learners';
import type { Problem } from '../../support/orders';
import { codes, controlledBy, PDF, today, year, type Page } from './controlled';

jest.setTimeout(120_000);
let desk = {} as Desk;
beforeAll(async () => {
  desk = await openDesk('materials');
  await Promise.all([desk.as.caseOperator, desk.as.centreUser].map((each) => each.token()));
}, 120_000);
afterAll(() => desk.system?.stop());

const { batchOf, controlled, book, shown, declaration, upload, linkTo, fetched } = controlledBy(() => desk);

test('MAT-1 SEC-12 AUD-1 materials open with the declaration, from their release until the window is over by its stored instants; each download is on record with who, when and from where, by a link that ends', async () => {
  const of = await controlled('vCert', 'automatic', { hasWindows: true });
  const open = { opensOn: dateLater(today(), 40), cutOffOn: dateLater(today(), 30), closesOn: dateLater(today(), 60) };
  const window = await seedWindow(desk.system, desk.tenant, of.product, open, { name: 'Later' });
  const { learners } = await batchOf(of.product, 1);
  const [forAll, forTopic, others, later] = [
    (await upload(of.list, { title: 'A Rules' })).body,
    (await upload(of.list, { title: 'B Brief', topic: of.topics[0]! })).body,
    (await upload(of.list, { title: 'C Other', topic: of.topics[1]! })).body,
    (await upload(of.list, { title: 'D Later', releasedAt: new Date(Date.now() + 3_600_000).toISOString() })).body,
  ];
  const { body } = await book({ ...of, window }, { learners });
  const { id } = body.bookings[0]!;
  const materials = async () => (await shown(id)).materials.map(({ title, isOpen }) => [title, isOpen]);
  expect(await materials()).toEqual([
    ...[
      ['A Rules', false],
      ['B Brief', false],
      ['D Later', false],
    ],
  ]);
  expect(codes((await linkTo(id, forTopic.id)).body)).toEqual(['notDeclared']);
  const { version, words } = await declaration();
  expect(words).toContain('authorised to access these materials');
  const declare = (text = version, bookings = [id]) =>
    desk.as.centreUser.post<Problem>('/v1/controlled-bookings/declare', { bookings, declaration: text });
  expect(codes((await declare('1999-01')).body)).toEqual(['declaration']);
  expect((await declare()).status).toBe(200);
  const { declaration: kept } = await shown(id);
  expect(kept).toMatchObject({ version, words, by: desk.tenant.centre.user.id });
  expect((await declare()).status).toBe(200);
  expect((await shown(id)).declaration).toEqual(kept);
  expect(await materials()).toEqual([
    ...[
      ['A Rules', true],
      ['B Brief', true],
      ['D Later', false],
    ],
  ]);
  expect([codes((await linkTo(id, later.id)).body), codes((await linkTo(id, others.id)).body)]).toEqual([['notReleased'], ['material']]);
  const { body: link, status } = await linkTo(id, forTopic.id);
  expect(status).toBe(201);
  const file = await fetched(link.url);
  expect([file.status, file.headers.get('content-disposition'), await file.text()]).toEqual([
    200,
    expect.stringContaining('brief.pdf'),
    PDF,
  ]);
  const [record, ...none] = await desk.system.owner('audit').where({ entity_id: id, event: 'materialDownloaded' });
  expect([record, none]).toMatchObject([
    { user_id: desk.tenant.centre.user.id, ip: expect.stringMatching(/./), after: { material: forTopic.id } },
    [],
  ]);
  const keys = desk.system.config.COUNTERSIGN_KEYS;
  const late = signLink(
    keys,
    'material',
    [desk.tenant.id, id, forAll.id, desk.tenant.centre.user.id, new Date(Date.now() - 1).toISOString()].join('/'),
  );
  expect((await fetched(`/v1/material-downloads/${late}`)).status).toBe(410);
  expect((await fetched('/v1/material-downloads/made.up')).status).toBe(410);
  // The window moves: controlled assessment has no day of its own, and follows it.
  const moved = { ...open, opensOn: dateLater(today(), 70), closesOn: dateLater(today(), 80) };
  const opened = { id: window, tenant: desk.tenant.id, name: 'Later', lateAllowed: true };
  await inScope(desk.system.database, { tenant: desk.tenant.id, organisation: null }, (trx) =>
    openWindow(trx, { ...opened, ...moved }, null, new Date().toISOString()),
  );
  expect([(await shown(id)).state, await materials()]).toEqual(['active', expect.arrayContaining([['A Rules', true]])]);
  // The window is over, and its process has not come to it yet: the stored instant decides.
  await desk.system
    .owner('booking_windows')
    .where({ window_id: window })
    .update({ late_from: '2026-01-01', very_late_from: '2026-01-01', over_from: '2026-01-01' });
  expect((await shown(id)).state).toBe('active');
  expect(await materials()).toEqual([
    ...[
      ['A Rules', false],
      ['B Brief', false],
      ['D Later', false],
    ],
  ]);
  expect(codes((await linkTo(id, forAll.id)).body)).toEqual(['materialsOver']);
  expect((await fetched(link.url)).status).toBe(410);
  expect(await desk.system.owner('audit').where({ entity_id: id, event: 'materialDownloaded' })).toHaveLength(1);
  expect(codes((await declare()).body)).toEqual(['materialsOver']);
});

test('REG-18 SEC-8 CAS-1 MAT-1 TIM-1 staff with the right catalogue maintain topics and materials under the version that was read; others do not, and what makes no sense is refused', async () => {
  const of = await controlled('functionalSkills', 'chosen');
  expect(
    (await desk.as.finance.post('/v1/topic-lists', { product: of.product.id, component: 'NEA', giving: 'chosen', takesOwn: false })).status,
  ).toBe(403);
  expect((await desk.as.centreUser.get(`/v1/topics?list=${of.list}`)).status).toBe(403);
  const again = await desk.as.caseOperator.post<Problem>('/v1/topic-lists', {
    product: of.product.id,
    component: 'NEA',
    giving: 'chosen',
    takesOwn: false,
  });
  expect([again.status, codes(again.body)]).toEqual([409, ['listTaken']]);
  const wrong = await desk.as.caseOperator.post<Problem>('/v1/topic-lists', {
    product: of.product.id,
    component: 'X',
    giving: 'random',
    takesOwn: true,
  });
  expect([wrong.status, codes(wrong.body)]).toEqual([422, ['takesOwn', 'component']]);
  const change = (path: string, body: object, version = 1) =>
    desk.as.caseOperator.post<{ version: number } & Problem>(`${path}/change`, body, { 'If-Match': `"${version}"` });
  expect((await change(`/v1/topic-lists/${of.list}`, { giving: 'automatic', takesOwn: true })).body).toMatchObject({
    giving: 'automatic',
    version: 2,
  });
  expect((await change(`/v1/topic-lists/${of.list}`, { giving: 'chosen', takesOwn: true })).status).toBe(412);
  const topic = `/v1/topics/${of.topics[0]}`;
  expect(codes((await change(topic, { title: 'T', from: '2026-02-01', until: '2026-01-31' })).body)).toEqual(['until']);
  expect((await change(topic, { title: 'T', from: '2026-02-01', until: '2026-02-01' })).body).toMatchObject({
    title: 'T',
    until: '2026-02-01',
    version: 2,
  });
  const taken = await desk.as.caseOperator.post<Problem>('/v1/topics', { list: of.list, code: 'T1', title: 'T', from: '2026-01-01' });
  expect([taken.status, codes(taken.body)]).toEqual([409, ['codeTaken']]);
  expect((await upload(of.list, {}, desk.as.centreUser)).status).toBe(403);
  expect(codes((await upload(of.list, {}, desk.as.caseOperator, 'no file of ours')).body)).toEqual(['file.type']);
  expect(codes((await upload(of.list, { topic: randomUUID() })).body)).toEqual(['topic']);
  expect(codes((await upload(randomUUID())).body)).toEqual(['list']);
  expect((await upload(of.list, { releasedOn: today() })).status).toBe(400);
  const { body: material } = await upload(of.list, { releasedOn: '2027-03-28', releasedAt: '' });
  const [{ content, released_at }] = await desk.system.owner('materials').where({ id: material.id });
  expect(content.toString('latin1')).not.toContain('PDF');
  expect(released_at).toBe('2027-03-28T00:00:00.000Z');
  const onDay = await change(`/v1/materials/${material.id}`, { title: 'Brief', releasedOn: '2027-03-29' });
  expect(onDay.body).toMatchObject({ releasedAt: '2027-03-28T23:00:00.000Z', version: 2 });
  const withdrawn = await change(
    `/v1/materials/${material.id}`,
    { title: 'Brief', releasedAt: '2026-11-01T00:00:00.000Z', isWithdrawn: true },
    2,
  );
  expect(withdrawn.body).toMatchObject({ withdrawnAt: expect.any(String), releasedAt: '2026-11-01T00:00:00.000Z', version: 3 });
  const back = await change(
    `/v1/materials/${material.id}`,
    { title: 'Brief', releasedAt: '2026-11-01T00:00:00.000Z', isWithdrawn: false },
    3,
  );
  expect(back.body).toMatchObject({ withdrawnAt: null, version: 4 });
  for (const [path, id, list] of [
    ['/v1/topic-lists', of.list, `product=${of.product.id}`],
    ['/v1/topics', of.topics[0], `list=${of.list}`],
    ['/v1/materials', material.id, `list=${of.list}`],
  ]) {
    const { body: one } = await desk.as.caseOperator.get<{ id: string }>(`${path}/${id}`);
    const { body: all } = await desk.as.caseOperator.get<Page<{ id: string }>>(`${path}?${list}`);
    expect([one.id, all.items]).toEqual([id, expect.arrayContaining([one])]);
  }
});

test('REG-13 BKG-6 controlled bookings are found by batch, names, birth date and product, page by page; the Bookings report holds exactly those; another centre finds none', async () => {
  const of = await controlled('functionalSkills', 'chosen');
  const { id: batch, number, learners } = await batchOf(of.product, 3, { forename: 'Zoë', birthDate: '2007-05-06' });
  await book(of, { batches: [batch], topic: of.topics[2], completionYear: year() });
  const found = async (query: string) =>
    (await desk.as.centreUser.get<Page<{ learner: { id: string } }>>(`/v1/controlled-bookings?${query}`)).body.items
      .map(({ learner }) => learner.id)
      .sort();
  const all = [...learners].sort();
  for (const query of [
    `batch=${number}`,
    `product=${of.product.code}`,
    `forename=zoe&product=${of.product.code}`,
    `birthDate=2007-05-06&batch=${number}`,
  ])
    expect([query, await found(query)]).toEqual([query, all]);
  for (const query of ['batch=B0', `birthDate=2007-05-07&batch=${number}`, `forename=zoey&batch=${number}`])
    expect([query, await found(query)]).toEqual([query, []]);
  const pages: string[] = [];
  for (let next: string | null = ''; next !== null;) {
    const path = `/v1/controlled-bookings?batch=${number}&limit=2${next && `&cursor=${next}`}`;
    const page: Page<{ learner: { id: string } }> = (await desk.as.centreUser.get<Page<{ learner: { id: string } }>>(path)).body;
    pages.push(...page.items.map(({ learner }) => learner.id));
    ({ next } = page);
  }
  expect(pages.sort()).toEqual(all);
  const report = await desk.as.centreUser.send<string>('GET', `/v1/controlled-bookings/export?batch=${number}`, undefined, {});
  const lines = String(report.body).trim().split('\r\n');
  expect([lines.length, lines[0]]).toEqual([4, expect.stringContaining('learner number,forename,surname,birth date')]);
  expect(lines[1]).toContain('Zoë');
  expect(lines[1]).toContain(`T3,Topic T3,${year()},,Active`);
  const other = await seedCentre(desk.system.owner, desk.tenant, 'Nowhere');
  expect(other.id).not.toBe(desk.tenant.centre.id);
  const strangers = await desk.as.caseOperator.get<Page<object>>(`/v1/controlled-bookings?batch=${number}&organisation=${other.id}`);
  expect(strangers.body.items).toEqual([]);
  expect((await desk.as.caseOperator.get<Page<object>>(`/v1/controlled-bookings?batch=${number}`)).body.items).toHaveLength(3);
  const learnersFound = await desk.as.centreUser.get<Page<{ components: { isBooked: boolean }[] }>>(
    `/v1/controlled-learners?batch=${number}`,
  );
  expect(learnersFound.body.items.map(({ components }) => components.map(({ isBooked }) => isBooked))).toEqual([[true], [true], [true]]);
});
