import { randomUUID } from 'node:crypto';
import { signLink } from '../../../platform/links';
import { dateLater, endOfDate, londonDate, startOfDate } from '../../../domain/working-days';
import type { Component, ProductType } from '../../../domain/catalogue/product';
import { seedBookedProduct, seedWindow, workingDayFrom } from '../../support/bookings';
import { openDesk, type Desk } from '../../support/desk';
import { seedBatch, seedCentre, type Product } from '../../support/learners';
import type { Problem } from '../../support/orders';
import { wordOf } from '../../support/registrations';

jest.setTimeout(120_000);
let { system, as, tenant } = {} as Desk;
beforeAll(async () => {
  ({ system, as, tenant } = await openDesk('controlled'));
  await Promise.all([as.caseOperator, as.centreUser].map((each) => each.token()));
}, 120_000);
afterAll(() => system?.stop());

const today = () => londonDate(new Date().toISOString());
const year = () => Number(today().slice(0, 4));
const NEA: Component = { code: 'NEA', title: 'Project', form: 'controlled' };
const PDF = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF';

interface Material {
  id: string;
  title: string;
  isOpen: boolean;
  closedBecause: string | null;
}
interface Booking {
  id: string;
  state: string;
  topic: { code: string } | null;
  declaration: { version: string; words: string; by: string } | null;
  cancelledBecause: string | null;
  materials: Material[];
  evidence: Record<string, string>;
  availableUntil: string;
}
type Booked = { id: string; bookings: { id: string; learner: string; topic: string | null }[]; assessmentOn: string } & Problem;
interface Page<Item> {
  items: Item[];
  next: string | null;
}

let made = 0;
async function batchOf(product: Product, many: number, more: object = {}) {
  const learners = Array.from({ length: many }, () => ({ surname: `L${wordOf((made += 1) + 1_000)}`, ...more }));
  const { batch } = await seedBatch(system.database, tenant, { product, learners });
  const rows: { id: string; number: string }[] = await system.owner('learners').where({ batch_id: batch.id }).orderBy('surname');
  return { id: batch.id, number: batch.number, learners: rows.map(({ id }) => id), numbers: rows.map(({ number }) => number) };
}
/** A product with a controlled component, its list with topics, and where it has windows one that is sat now. */
async function controlled(type: ProductType, giving: string, { hasWindows = false, takesOwn = false, topics = ['T1', 'T2', 'T3'] } = {}) {
  const product = await seedBookedProduct(system, tenant, { type, components: [NEA], hasWindows });
  const list = await as.caseOperator.post<{ id: string } & Problem>('/v1/topic-lists', { product: product.id, component: 'NEA', giving, takesOwn });
  expect([list.status, list.body.errors]).toEqual([201, undefined]);
  const ids: string[] = [];
  for (const code of topics) {
    const topic = await as.caseOperator.post<{ id: string }>('/v1/topics', { list: list.body.id, code, title: `Topic ${code}`, from: '2026-01-01' });
    ids.push(topic.body.id);
  }
  const dates = { opensOn: dateLater(today(), -5), cutOffOn: dateLater(today(), -20), closesOn: dateLater(today(), 20) };
  const window = hasWindows ? await seedWindow(system, tenant, product, dates) : null;
  return { product, list: list.body.id, topics: ids, window, dates };
}
const day = () => workingDayFrom(today(), 10);
const book = async (of: { product: Product; window?: string | null }, body: object, query = '', headers = {}) => {
  const where = of.window ? { window: of.window } : { assessmentOn: day() };
  const answer = await as.centreUser.post<Booked>(
    `/v1/controlled-bookings${query}`,
    { product: of.product.id, component: 'NEA', ...where, ...body },
    headers,
  );
  if (answer.status >= 500) throw new Error(JSON.stringify(answer.body));
  return answer;
};
const codes = (body: Problem) => (body.errors ?? [{ code: JSON.stringify(body) }]).map(({ code }) => code);
const shown = async (id: string) => (await as.centreUser.get<Booking>(`/v1/controlled-bookings/${id}`)).body;
const cancel = (bookings: string[], reason: string | undefined = 'Booked by mistake') =>
  as.centreUser.post<Problem>('/v1/controlled-bookings/cancel', { bookings, reason });
const declaration = async () => (await as.centreUser.get<{ version: string; words: string }>('/v1/materials-declaration')).body;
const upload = (list: string, more: Record<string, string> = {}, by = as.caseOperator, content: string = PDF) => {
  const given = Object.entries({ list, title: 'Brief', releasedAt: startOfDate(today()), ...more });
  const query = new URLSearchParams(given.filter(([, value]) => value !== ''));
  return by.send<{ id: string; version: number; name: string } & Problem>('POST', `/v1/materials?${query}`, content, {
    ...{ 'Content-Type': 'application/octet-stream', 'X-File-Name': 'brief.pdf', 'Idempotency-Key': randomUUID() },
  });
};
const linkTo = (booking: string, material: string) =>
  as.centreUser.post<{ url: string; expiresAt: string } & Problem>(`/v1/controlled-bookings/${booking}/material-link`, { material });
const fetched = (url: string) => fetch(system.api + url.replace(/^https?:\/\/[^/]+/, ''));

test('CAS-1 WHY-3 WHY-4 IDM-1 AUD-1 a Technical Award is booked in its window with the topic that stands; a dry run does nothing, a repeat answers the same, and each booking says what it turned on', async () => {
  const of = await controlled('technicalAward', 'automatic', { hasWindows: true });
  const { id: batch, learners } = await batchOf(of.product, 2);
  const body = { batches: [batch], completionYear: year() + 1 };
  const dry = await book(of, body, '?dryRun=true');
  expect([dry.status, dry.body.bookings.map(({ topic }) => topic)]).toEqual([200, [of.topics[0], of.topics[0]]]);
  const all = () => as.centreUser.get<Page<{ id: string }>>(`/v1/controlled-bookings?window=${of.window}`);
  expect((await all()).body.items).toEqual([]);
  const headers = { 'Idempotency-Key': randomUUID() };
  const first = await book(of, body, '', headers);
  expect([first.status, first.body.bookings.map(({ learner }) => learner).sort(), first.body.assessmentOn]).toEqual([
    ...[201, [...learners].sort(), of.dates.closesOn],
  ]);
  expect((await book(of, body, '', headers)).body).toEqual(first.body);
  expect((await all()).body.items).toHaveLength(2);
  const booking = await shown(first.body.bookings[0]!.id);
  expect(booking).toMatchObject({ state: 'active', topic: { code: 'T1' }, declaration: null, availableUntil: endOfDate(of.dates.closesOn) });
  expect(booking.evidence).toMatchObject({
    ...{ bookedFrom: startOfDate(of.dates.opensOn), bookedUntil: endOfDate(of.dates.closesOn), windowPolicy: expect.any(String) },
    ...{ receivedAt: expect.any(String), windowCalendar: expect.any(String), calendar: expect.any(String) },
  });
  expect(await system.owner('audit').where({ entity_id: booking.id }).pluck('event')).toEqual(['booked']);
});

test('CAS-1 a Technical Award is booked once only: two requests at once book one, a second one names the learner, one that was cancelled may be booked again', async () => {
  const of = await controlled('technicalAward', 'automatic', { hasWindows: true });
  const { learners, numbers } = await batchOf(of.product, 2);
  const body = { learners: [learners[0]], completionYear: year() };
  const both = await Promise.all([book(of, body), book(of, body)]);
  expect(both.map(({ status }) => status).sort()).toEqual([201, 422]);
  const again = await book(of, { ...body, learners });
  expect([again.status, codes(again.body), again.body.errors![0]!.detail]).toEqual([422, ['onceOnly'], expect.stringContaining(numbers[0]!)]);
  const { id } = both.find(({ status }) => status === 201)!.body.bookings[0]!;
  await system.owner('bookings').where({ id }).update({ state: 'resultIssued' });
  expect(codes((await book(of, body)).body)).toEqual(['onceOnly']);
  await system.owner('bookings').where({ id }).update({ state: 'active' });
  expect((await cancel([id])).status).toBe(200);
  expect((await book(of, body)).status).toBe(201);
});

test('CAS-1 outside its window a Technical Award is refused and told when, by the refusal and by the product’s page', async () => {
  const of = await controlled('technicalAward', 'automatic', { hasWindows: true });
  const dates = { opensOn: dateLater(today(), 40), cutOffOn: dateLater(today(), 30), closesOn: dateLater(today(), 60) };
  const later = await seedWindow(system, tenant, of.product, dates, { name: 'Later' });
  const { learners } = await batchOf(of.product, 1);
  const no = await book({ ...of, window: later }, { learners, completionYear: year() + 1 });
  expect([no.status, codes(no.body)]).toEqual([422, ['outsideWindow']]);
  expect(no.body.errors![0]!.remedy).toContain('which takes bookings until');
  const { body } = await as.centreUser.get<{ windows: { id: string; from: string; until: string }[]; components: object[]; hasWindows: boolean }>(
    `/v1/controlled-products/${of.product.id}`,
  );
  expect(body.windows.map(({ id, from, until }) => [id, from, until])).toEqual([
    [of.window, startOfDate(of.dates.opensOn), endOfDate(of.dates.closesOn)],
    [later, startOfDate(dates.opensOn), endOfDate(dates.closesOn)],
  ]);
  expect(body.components).toEqual([{ ...NEA, giving: 'automatic', takesOwn: false, topics: [] }]);
  expect((await as.centreUser.get(`/v1/controlled-products/${randomUUID()}`)).status).toBe(404);
});

test('CAS-1 Functional Skills choose a topic on the list of the day: another list’s, one that is over and none are refused, and a cut-off that passed', async () => {
  const of = await controlled('functionalSkills', 'chosen');
  const other = await controlled('functionalSkills', 'chosen');
  const { body: over } = await as.caseOperator.post<{ id: string }>('/v1/topics', {
    ...{ list: of.list, code: 'T0', title: 'Over', from: '2026-01-01', until: dateLater(today(), -1) },
  });
  const { learners } = await batchOf(of.product, 1);
  for (const topic of [other.topics[0], over.id]) expect(codes((await book(of, { learners, topic })).body)).toEqual(['topic']);
  expect(codes((await book(of, { learners })).body)).toEqual(['topicMissing']);
  const choices = await as.centreUser.get<{ components: { topics: { code: string }[] }[] }>(`/v1/controlled-products/${of.product.id}`);
  expect(choices.body.components[0]!.topics.map(({ code }) => code)).toEqual(['T1', 'T2', 'T3']);
  expect(codes((await book(of, { learners, topic: of.topics[1], assessmentOn: today() })).body)).toEqual(['cutOffPassed']);
  const done = await book(of, { learners, topic: of.topics[1] });
  expect([done.status, (await shown(done.body.bookings[0]!.id)).topic]).toEqual([201, expect.objectContaining({ code: 'T2' })]);
});

test('CAS-1 20 concurrent draws for one learner give one topic, the same on repeat, after cancelling and booking again, and after he goes to another batch', async () => {
  const of = await controlled('edsq', 'random');
  const { learners, numbers } = await batchOf(of.product, 1);
  const dry = await book(of, { learners }, '?dryRun=true');
  expect([dry.body.bookings[0]!.topic, await system.owner('drawn_topics').where({ learner_id: learners[0] })]).toEqual([null, []]);
  const answers = await Promise.all(Array.from({ length: 20 }, () => book(of, { learners })));
  const booked = answers.filter(({ status }) => status === 201);
  expect([booked.length, new Set(answers.flatMap(({ status, body }) => (status === 201 ? [] : codes(body))))]).toEqual([1, new Set(['bookedAlready'])]);
  const { id, topic } = booked[0]!.body.bookings[0]!;
  expect(of.topics).toContain(topic);
  expect(await system.owner('drawn_topics').where({ learner_id: learners[0] }).pluck('topic_id')).toEqual([topic]);
  for (let again = 0, booking = id; again < 5; again += 1) {
    expect((await cancel([booking])).status).toBe(200);
    const next = await book(of, { learners });
    expect(next.body.bookings[0]!.topic).toBe(topic);
    booking = next.body.bookings[0]!.id;
  }
  await system.owner('learners').where({ id: learners[0] }).update({ state: 'transferred', next_at: null });
  const moved = await batchOf(of.product, 1, { number: numbers[0] });
  const there = await book(of, { learners: moved.learners });
  expect([there.status, there.body.bookings[0]!.topic]).toEqual([201, topic]);
});

test('CAS-1 lots fall on every topic, each learner on his own', async () => {
  const of = await controlled('edsq', 'random');
  const { id: batch } = await batchOf(of.product, 60);
  const { body } = await book(of, { batches: [batch] });
  // That one of three is drawn for none of sixty happens once in ten thousand million times.
  expect(new Set(body.bookings.map(({ topic }) => topic))).toEqual(new Set(of.topics));
});

test('CAS-1 SEC-9 a group is booked whole or not at all, and every learner who is in the way is named by number; nobody else’s, nobody twice', async () => {
  const of = await controlled('functionalSkills', 'chosen');
  const { learners, numbers } = await batchOf(of.product, 2);
  await system.owner('learners').where({ id: learners[1] }).update({ state: 'withdrawn', next_at: null });
  const elsewhere = await seedBatch(system.database, tenant, {
    ...{ product: of.product, learners: [{ surname: `L${wordOf((made += 1) + 1_000)}` }], centre: await seedCentre(system.owner, tenant, 'Elsewhere') },
  });
  const strange = (await system.owner('learners').where({ batch_id: elsewhere.batch.id }).first()).id;
  const no = await book(of, { learners: [...learners, strange], topic: randomUUID(), completionYear: 2100, assessmentOn: '2026-12-25' });
  expect(no.status).toBe(422);
  expect(codes(no.body).sort()).toEqual(['bankHoliday', 'learner', 'learnerState', 'yearAfterLapse', 'yearAfterLapse']);
  expect(no.body.errors!.find(({ code }) => code === 'learnerState')!.detail).toContain(numbers[1]!);
  expect(await system.owner('bookings').where({ product_id: of.product.id })).toEqual([]);
  expect(codes((await book(of, { learners: [learners[0], learners[0]], topic: of.topics[0] })).body)).toEqual(['format']);
});

test('CAS-1 a centre that contextualises its own topic holds its materials already: no topic of ours, nothing to declare, none to download', async () => {
  const of = await controlled('vCert', 'automatic', { takesOwn: true });
  const strict = await controlled('vCert', 'automatic');
  const [{ learners }, other] = [await batchOf(of.product, 1), await batchOf(strict.product, 1)];
  expect(codes((await book(strict, { learners: other.learners, isOwnTopic: true })).body)).toEqual(['noOwnTopic']);
  const { version } = await declaration();
  expect(codes((await book(of, { learners, isOwnTopic: true, declaration: version })).body)).toEqual(['heldByCentre']);
  const { body: material } = await upload(of.list);
  const done = await book(of, { learners, isOwnTopic: true });
  const { id } = done.body.bookings[0]!;
  expect(await shown(id)).toMatchObject({ topic: null, materials: [] });
  expect(codes((await as.centreUser.post<Problem>('/v1/controlled-bookings/declare', { bookings: [id], declaration: version })).body)).toEqual(['heldByCentre']);
  expect(codes((await linkTo(id, material.id)).body)).toEqual(['material']);
});

test('CAS-1 BKG-4 BKG-5 AUD-1 cancelling wants a reason, keeps the registration, is all or nothing, and is told; other bookings are not cancelled here, nor these there', async () => {
  const of = await controlled('functionalSkills', 'chosen');
  const { learners } = await batchOf(of.product, 2);
  const { body } = await book(of, { learners, topic: of.topics[0] });
  const ids = body.bookings.map(({ id }) => id);
  expect((await as.centreUser.post('/v1/controlled-bookings/cancel', { bookings: ids })).status).toBe(422);
  expect(codes((await cancel([...ids, randomUUID()])).body)).toEqual(['booking']);
  expect(codes((await as.centreUser.post<Problem>('/v1/bookings/cancel', { bookings: ids })).body)).toEqual(['booking', 'booking']);
  expect((await as.centreUser.get(`/v1/bookings/${ids[0]}`)).status).toBe(404);
  expect((await as.centreUser.get<Page<object>>(`/v1/bookings?group=${body.id}`)).body.items).toEqual([]);
  expect((await cancel([ids[0]!])).status).toBe(200);
  expect(await shown(ids[0]!)).toMatchObject({ state: 'cancelled', cancelledBecause: 'Booked by mistake' });
  expect(codes((await cancel(ids)).body)).toEqual(['bookingState']);
  expect((await shown(ids[1]!)).state).toBe('active');
  const learner = await system.owner('learners').where({ id: learners[0] }).first();
  expect(learner.state).toBe('registered');
  const [audit] = await system.owner('audit').where({ entity_id: ids[0], event: 'cancelled' });
  expect(audit).toMatchObject({ event: 'cancelled', reason: 'Booked by mistake', evidence: { receivedAt: expect.any(String), cancelledUntil: startOfDate(day()) } });
  const mails = await system.owner('outbox').where({ entity_id: body.id, kind: 'mail' }).pluck('name');
  expect(mails.sort()).toEqual(['booking-cancelled', 'controlled-booked']);
});

test('MAT-1 SEC-12 AUD-1 materials open with the declaration, from their release until the window is over by its stored instants; each download is on record with who, when and from where, by a link that ends', async () => {
  const of = await controlled('vCert', 'automatic', { hasWindows: true });
  const open = { opensOn: dateLater(today(), 40), cutOffOn: dateLater(today(), 30), closesOn: dateLater(today(), 60) };
  const window = await seedWindow(system, tenant, of.product, open, { name: 'Later' });
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
    ...[['A Rules', false], ['B Brief', false], ['D Later', false]],
  ]);
  expect(codes((await linkTo(id, forTopic.id)).body)).toEqual(['notDeclared']);
  const { version, words } = await declaration();
  expect(words).toContain('authorised to access these materials');
  const declare = (text = version, bookings = [id]) => as.centreUser.post<Problem>('/v1/controlled-bookings/declare', { bookings, declaration: text });
  expect(codes((await declare('1999-01')).body)).toEqual(['declaration']);
  expect((await declare()).status).toBe(200);
  const { declaration: kept } = await shown(id);
  expect(kept).toMatchObject({ version, words, by: tenant.centre.user.id });
  expect((await declare()).status).toBe(200);
  expect((await shown(id)).declaration).toEqual(kept);
  expect(await materials()).toEqual([
    ...[['A Rules', true], ['B Brief', true], ['D Later', false]],
  ]);
  expect([codes((await linkTo(id, later.id)).body), codes((await linkTo(id, others.id)).body)]).toEqual([['notReleased'], ['material']]);
  const { body: link, status } = await linkTo(id, forTopic.id);
  expect(status).toBe(201);
  const file = await fetched(link.url);
  expect([file.status, file.headers.get('content-disposition'), await file.text()]).toEqual([200, expect.stringContaining('brief.pdf'), PDF]);
  const [record, ...none] = await system.owner('audit').where({ entity_id: id, event: 'materialDownloaded' });
  expect([record, none]).toMatchObject([{ user_id: tenant.centre.user.id, ip: expect.stringMatching(/./), after: { material: forTopic.id } }, []]);
  const keys = system.config.COUNTERSIGN_KEYS;
  const late = signLink(keys, 'material', [tenant.id, id, forAll.id, tenant.centre.user.id, new Date(Date.now() - 1).toISOString()].join('/'));
  expect((await fetched(`/v1/material-downloads/${late}`)).status).toBe(410);
  expect((await fetched('/v1/material-downloads/made.up')).status).toBe(410);
  // The window is over, and its process has not come to it yet: the stored instant decides.
  await system.owner('booking_windows').where({ window_id: window }).update({ late_from: '2026-01-01', very_late_from: '2026-01-01', over_from: '2026-01-01' });
  expect((await shown(id)).state).toBe('active');
  expect(await materials()).toEqual([
    ...[['A Rules', false], ['B Brief', false], ['D Later', false]],
  ]);
  expect(codes((await linkTo(id, forAll.id)).body)).toEqual(['materialsOver']);
  expect((await fetched(link.url)).status).toBe(410);
  expect(await system.owner('audit').where({ entity_id: id, event: 'materialDownloaded' })).toHaveLength(1);
  expect(codes((await declare()).body)).toEqual(['materialsOver']);
});

test('REG-18 SEC-8 CAS-1 MAT-1 TIM-1 staff with the right catalogue maintain topics and materials under the version that was read; others do not, and what makes no sense is refused', async () => {
  const of = await controlled('functionalSkills', 'chosen');
  expect((await as.finance.post('/v1/topic-lists', { product: of.product.id, component: 'NEA', giving: 'chosen', takesOwn: false })).status).toBe(403);
  expect((await as.centreUser.get(`/v1/topics?list=${of.list}`)).status).toBe(403);
  const again = await as.caseOperator.post<Problem>('/v1/topic-lists', { product: of.product.id, component: 'NEA', giving: 'chosen', takesOwn: false });
  expect([again.status, codes(again.body)]).toEqual([409, ['listTaken']]);
  const wrong = await as.caseOperator.post<Problem>('/v1/topic-lists', { product: of.product.id, component: 'X', giving: 'random', takesOwn: true });
  expect([wrong.status, codes(wrong.body)]).toEqual([422, ['takesOwn', 'component']]);
  const change = (path: string, body: object, version = 1) => as.caseOperator.post<{ version: number } & Problem>(`${path}/change`, body, { 'If-Match': `"${version}"` });
  expect((await change(`/v1/topic-lists/${of.list}`, { giving: 'automatic', takesOwn: true })).body).toMatchObject({ giving: 'automatic', version: 2 });
  expect((await change(`/v1/topic-lists/${of.list}`, { giving: 'chosen', takesOwn: true })).status).toBe(412);
  const topic = `/v1/topics/${of.topics[0]}`;
  expect(codes((await change(topic, { title: 'T', from: '2026-02-01', until: '2026-01-31' })).body)).toEqual(['until']);
  expect((await change(topic, { title: 'T', from: '2026-02-01', until: '2026-02-01' })).body).toMatchObject({ title: 'T', until: '2026-02-01', version: 2 });
  const taken = await as.caseOperator.post<Problem>('/v1/topics', { list: of.list, code: 'T1', title: 'T', from: '2026-01-01' });
  expect([taken.status, codes(taken.body)]).toEqual([409, ['codeTaken']]);
  expect((await upload(of.list, {}, as.centreUser)).status).toBe(403);
  expect(codes((await upload(of.list, {}, as.caseOperator, 'no file of ours')).body)).toEqual(['file.type']);
  expect(codes((await upload(of.list, { topic: randomUUID() })).body)).toEqual(['topic']);
  expect(codes((await upload(randomUUID())).body)).toEqual(['list']);
  expect((await upload(of.list, { releasedOn: today() })).status).toBe(400);
  const { body: material } = await upload(of.list, { releasedOn: '2027-03-28', releasedAt: '' });
  const [{ content, released_at }] = await system.owner('materials').where({ id: material.id });
  expect(content.toString('latin1')).not.toContain('PDF');
  expect(released_at).toBe('2027-03-28T00:00:00.000Z');
  const onDay = await change(`/v1/materials/${material.id}`, { title: 'Brief', releasedOn: '2027-03-29' });
  expect(onDay.body).toMatchObject({ releasedAt: '2027-03-28T23:00:00.000Z', version: 2 });
  const withdrawn = await change(`/v1/materials/${material.id}`, { title: 'Brief', releasedAt: '2026-11-01T00:00:00.000Z', isWithdrawn: true }, 2);
  expect(withdrawn.body).toMatchObject({ withdrawnAt: expect.any(String), releasedAt: '2026-11-01T00:00:00.000Z', version: 3 });
  const back = await change(`/v1/materials/${material.id}`, { title: 'Brief', releasedAt: '2026-11-01T00:00:00.000Z', isWithdrawn: false }, 3);
  expect(back.body).toMatchObject({ withdrawnAt: null, version: 4 });
});

test('REG-13 BKG-6 controlled bookings are found by batch, names, birth date and product, page by page; the Bookings report holds exactly those; another centre finds none', async () => {
  const of = await controlled('functionalSkills', 'chosen');
  const { id: batch, number, learners } = await batchOf(of.product, 3, { forename: 'Zoë', birthDate: '2007-05-06' });
  await book(of, { batches: [batch], topic: of.topics[2], completionYear: year() });
  const found = async (query: string) =>
    (await as.centreUser.get<Page<{ learner: { id: string } }>>(`/v1/controlled-bookings?${query}`)).body.items.map(({ learner }) => learner.id).sort();
  const all = [...learners].sort();
  for (const query of [`batch=${number}`, `product=${of.product.code}`, `forename=zoe&product=${of.product.code}`, `birthDate=2007-05-06&batch=${number}`])
    expect([query, await found(query)]).toEqual([query, all]);
  for (const query of ['batch=B0', `birthDate=2007-05-07&batch=${number}`, `forename=zoey&batch=${number}`]) expect([query, await found(query)]).toEqual([query, []]);
  const pages: string[] = [];
  for (let next: string | null = ''; next !== null;) {
    const path = `/v1/controlled-bookings?batch=${number}&limit=2${next && `&cursor=${next}`}`;
    const page: Page<{ learner: { id: string } }> = (await as.centreUser.get<Page<{ learner: { id: string } }>>(path)).body;
    pages.push(...page.items.map(({ learner }) => learner.id));
    ({ next } = page);
  }
  expect(pages.sort()).toEqual(all);
  const report = await as.centreUser.send<string>('GET', `/v1/controlled-bookings/export?batch=${number}`, undefined, {});
  const lines = String(report.body).trim().split('\r\n');
  expect([lines.length, lines[0]]).toEqual([4, expect.stringContaining('learner number,forename,surname,birth date')]);
  expect(lines[1]).toContain('Zoë');
  expect(lines[1]).toContain(`T3,Topic T3,${year()},,Active`);
  const other = await seedCentre(system.owner, tenant, 'Nowhere');
  expect(other.id).not.toBe(tenant.centre.id);
  const strangers = await as.caseOperator.get<Page<object>>(`/v1/controlled-bookings?batch=${number}&organisation=${other.id}`);
  expect(strangers.body.items).toEqual([]);
  expect((await as.caseOperator.get<Page<object>>(`/v1/controlled-bookings?batch=${number}`)).body.items).toHaveLength(3);
  const learnersFound = await as.centreUser.get<Page<{ components: { isBooked: boolean }[] }>>(`/v1/controlled-learners?batch=${number}`);
  expect(learnersFound.body.items.map(({ components }) => components.map(({ isBooked }) => isBooked))).toEqual([[true], [true], [true]]);
});
