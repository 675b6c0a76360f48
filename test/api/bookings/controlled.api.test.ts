import { randomUUID } from 'node:crypto';
import { dateLater, endOfDate, startOfDate } from '../../../domain/working-days';
import { seedWindow } from '../../support/bookings';
import { openDesk, type Desk } from '../../support/desk';
import { seedBatch, seedCentre } from '../../support/learners';
import type { Problem } from '../../support/orders';
import { codes, controlledBy, day, NEA, today, year, type Page } from './controlled';

jest.setTimeout(120_000);
let desk = {} as Desk;
beforeAll(async () => {
  desk = await openDesk('controlled');
  await Promise.all([desk.as.caseOperator, desk.as.centreUser].map((each) => each.token()));
}, 120_000);
afterAll(() => desk.system?.stop());

const { batchOf, controlled, book, shown, cancel, declaration, upload, linkTo } = controlledBy(() => desk);

test('CAS-1 WHY-3 WHY-4 IDM-1 AUD-1 a Technical Award is booked in its window with the topic that stands; a dry run does nothing, a repeat answers the same, and each booking says what it turned on', async () => {
  const of = await controlled('technicalAward', 'automatic', { hasWindows: true });
  const { id: batch, learners } = await batchOf(of.product, 2);
  const body = { batches: [batch], completionYear: year() + 1 };
  const dry = await book(of, body, '?dryRun=true');
  expect([dry.status, dry.body.bookings.map(({ topic }) => topic)]).toEqual([200, [of.topics[0], of.topics[0]]]);
  const all = () => desk.as.centreUser.get<Page<{ id: string }>>(`/v1/controlled-bookings?window=${of.window}`);
  expect((await all()).body.items).toEqual([]);
  const headers = { 'Idempotency-Key': randomUUID() };
  const first = await book(of, body, '', headers);
  expect([first.status, first.body.bookings.map(({ learner }) => learner).sort(), first.body.assessmentOn]).toEqual([
    ...[201, [...learners].sort(), of.dates.closesOn],
  ]);
  expect((await book(of, body, '', headers)).body).toEqual(first.body);
  expect((await all()).body.items).toHaveLength(2);
  const booking = await shown(first.body.bookings[0]!.id);
  expect(booking).toMatchObject({
    state: 'active',
    topic: { code: 'T1' },
    declaration: null,
    availableUntil: endOfDate(of.dates.closesOn),
  });
  expect(booking.evidence).toMatchObject({
    ...{ bookedFrom: startOfDate(of.dates.opensOn), bookedUntil: endOfDate(of.dates.closesOn), windowPolicy: expect.any(String) },
    ...{ receivedAt: expect.any(String), windowCalendar: expect.any(String), calendar: expect.any(String) },
  });
  expect(await desk.system.owner('audit').where({ entity_id: booking.id }).pluck('event')).toEqual(['booked']);
});

test('CAS-1 a Technical Award is booked once only: two requests at once book one, a second one names the learner, one that was cancelled may be booked again', async () => {
  const of = await controlled('technicalAward', 'automatic', { hasWindows: true });
  const { learners, numbers } = await batchOf(of.product, 2);
  const body = { learners: [learners[0]], completionYear: year() };
  const both = await Promise.all([book(of, body), book(of, body)]);
  expect(both.map(({ status }) => status).sort()).toEqual([201, 422]);
  const again = await book(of, { ...body, learners });
  expect([again.status, codes(again.body), again.body.errors![0]!.detail]).toEqual([
    422,
    ['onceOnly'],
    expect.stringContaining(numbers[0]!),
  ]);
  const { id } = both.find(({ status }) => status === 201)!.body.bookings[0]!;
  await desk.system.owner('bookings').where({ id }).update({ state: 'resultIssued' });
  expect(codes((await book(of, body)).body)).toEqual(['onceOnly']);
  await desk.system.owner('bookings').where({ id }).update({ state: 'active' });
  expect((await cancel([id])).status).toBe(200);
  expect((await book(of, body)).status).toBe(201);
});

test('CAS-1 outside its window a Technical Award is refused and told when, by the refusal and by the product’s page', async () => {
  const of = await controlled('technicalAward', 'automatic', { hasWindows: true });
  const dates = { opensOn: dateLater(today(), 40), cutOffOn: dateLater(today(), 30), closesOn: dateLater(today(), 60) };
  const later = await seedWindow(desk.system, desk.tenant, of.product, dates, { name: 'Later' });
  const { learners } = await batchOf(of.product, 1);
  const no = await book({ ...of, window: later }, { learners, completionYear: year() + 1 });
  expect([no.status, codes(no.body)]).toEqual([422, ['outsideWindow']]);
  expect(no.body.errors![0]!.remedy).toContain('which takes bookings until');
  const { body } = await desk.as.centreUser.get<{
    windows: { id: string; from: string; until: string }[];
    components: object[];
    hasWindows: boolean;
  }>(`/v1/controlled-products/${of.product.id}`);
  expect(body.windows.map(({ id, from, until }) => [id, from, until])).toEqual([
    [of.window, startOfDate(of.dates.opensOn), endOfDate(of.dates.closesOn)],
    [later, startOfDate(dates.opensOn), endOfDate(dates.closesOn)],
  ]);
  expect(body.components).toEqual([{ ...NEA, giving: 'automatic', takesOwn: false, topics: [] }]);
  expect((await desk.as.centreUser.get(`/v1/controlled-products/${randomUUID()}`)).status).toBe(404);
});

test('CAS-1 Functional Skills choose a topic on the list of the day: another list’s, one that is over and none are refused, and a cut-off that passed', async () => {
  const of = await controlled('functionalSkills', 'chosen');
  const other = await controlled('functionalSkills', 'chosen');
  const { body: over } = await desk.as.caseOperator.post<{ id: string }>('/v1/topics', {
    ...{ list: of.list, code: 'T0', title: 'Over', from: '2026-01-01', until: dateLater(today(), -1) },
  });
  const { learners } = await batchOf(of.product, 1);
  for (const topic of [other.topics[0], over.id]) expect(codes((await book(of, { learners, topic })).body)).toEqual(['topic']);
  expect(codes((await book(of, { learners })).body)).toEqual(['topicMissing']);
  const choices = await desk.as.centreUser.get<{ components: { topics: { code: string }[] }[] }>(
    `/v1/controlled-products/${of.product.id}`,
  );
  expect(choices.body.components[0]!.topics.map(({ code }) => code)).toEqual(['T1', 'T2', 'T3']);
  expect(codes((await book(of, { learners, topic: of.topics[1], assessmentOn: today() })).body)).toEqual(['cutOffPassed']);
  const done = await book(of, { learners, topic: of.topics[1] });
  expect([done.status, (await shown(done.body.bookings[0]!.id)).topic]).toEqual([201, expect.objectContaining({ code: 'T2' })]);
});

test('CAS-1 20 concurrent draws for one learner give one topic, the same on repeat, after cancelling and booking again, and after he goes to another batch, where he is booked still; the lots stand for ever', async () => {
  const of = await controlled('edsq', 'random');
  const { learners, numbers } = await batchOf(of.product, 1);
  const dry = await book(of, { learners }, '?dryRun=true');
  expect([dry.body.bookings[0]!.topic, await desk.system.owner('drawn_topics').where({ learner_id: learners[0] })]).toEqual([null, []]);
  const answers = await Promise.all(Array.from({ length: 20 }, () => book(of, { learners })));
  const booked = answers.filter(({ status }) => status === 201);
  expect([booked.length, new Set(answers.flatMap(({ status, body }) => (status === 201 ? [] : codes(body))))]).toEqual([
    1,
    new Set(['bookedAlready']),
  ]);
  const { id, topic } = booked[0]!.body.bookings[0]!;
  expect(of.topics).toContain(topic);
  expect(await desk.system.owner('drawn_topics').where({ learner_id: learners[0] }).pluck('topic_id')).toEqual([topic]);
  let booking = id;
  for (let again = 0; again < 5; again += 1) {
    expect((await cancel([booking])).status).toBe(200);
    const next = await book(of, { learners });
    expect(next.body.bookings[0]!.topic).toBe(topic);
    booking = next.body.bookings[0]!.id;
  }
  await desk.system.owner('learners').where({ id: learners[0] }).update({ state: 'transferred', next_at: null });
  const moved = await batchOf(of.product, 1, { number: numbers[0] });
  expect(codes((await book(of, { learners: moved.learners })).body)).toEqual(['bookedAlready']);
  expect((await cancel([booking])).status).toBe(200);
  const there = await book(of, { learners: moved.learners });
  expect([there.status, there.body.bookings[0]!.topic]).toEqual([201, topic]);
  const list = await desk.as.caseOperator.get<{ version: number }>(`/v1/topic-lists/${of.list}`);
  const chosen = { giving: 'chosen', takesOwn: false };
  const changed = await desk.as.caseOperator.post<Problem>(`/v1/topic-lists/${of.list}/change`, chosen, {
    'If-Match': `"${list.body.version}"`,
  });
  expect([changed.status, codes(changed.body)]).toEqual([422, ['drawn']]);
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
  await desk.system.owner('learners').where({ id: learners[1] }).update({ state: 'withdrawn', next_at: null });
  const elsewhere = await seedBatch(desk.system.database, desk.tenant, {
    ...{
      product: of.product,
      learners: [{ surname: 'Elsewhere' }],
      centre: await seedCentre(desk.system.owner, desk.tenant, 'Elsewhere'),
    },
  });
  const strange = (await desk.system.owner('learners').where({ batch_id: elsewhere.batch.id }).first()).id;
  const no = await book(of, { learners: [...learners, strange], topic: randomUUID(), completionYear: 2100, assessmentOn: '2026-12-25' });
  expect(no.status).toBe(422);
  expect(codes(no.body).sort()).toEqual(['bankHoliday', 'learner', 'learnerState', 'yearAfterLapse', 'yearAfterLapse']);
  expect(no.body.errors!.find(({ code }) => code === 'learnerState')!.detail).toContain(numbers[1]!);
  expect(await desk.system.owner('bookings').where({ product_id: of.product.id })).toEqual([]);
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
  expect(
    codes((await desk.as.centreUser.post<Problem>('/v1/controlled-bookings/declare', { bookings: [id], declaration: version })).body),
  ).toEqual(['heldByCentre']);
  expect(codes((await linkTo(id, material.id)).body)).toEqual(['material']);
});

test('CAS-1 BKG-4 BKG-5 AUD-1 cancelling wants a reason, keeps the registration, is all or nothing, and is told; other bookings are not cancelled here, nor these there', async () => {
  const of = await controlled('functionalSkills', 'chosen');
  const { learners } = await batchOf(of.product, 2);
  const { body } = await book(of, { learners, topic: of.topics[0] });
  const ids = body.bookings.map(({ id }) => id);
  expect((await desk.as.centreUser.post('/v1/controlled-bookings/cancel', { bookings: ids })).status).toBe(422);
  expect(codes((await cancel([...ids, randomUUID()])).body)).toEqual(['booking']);
  expect(codes((await desk.as.centreUser.post<Problem>('/v1/bookings/cancel', { bookings: ids })).body)).toEqual(['booking', 'booking']);
  expect((await desk.as.centreUser.get(`/v1/bookings/${ids[0]}`)).status).toBe(404);
  expect((await desk.as.centreUser.get<Page<object>>(`/v1/bookings?group=${body.id}`)).body.items).toEqual([]);
  expect((await cancel([ids[0]!])).status).toBe(200);
  expect(await shown(ids[0]!)).toMatchObject({ state: 'cancelled', cancelledBecause: 'Booked by mistake' });
  expect(codes((await cancel(ids)).body)).toEqual(['bookingState']);
  expect((await shown(ids[1]!)).state).toBe('active');
  const learner = await desk.system.owner('learners').where({ id: learners[0] }).first();
  expect(learner.state).toBe('registered');
  const [audit] = await desk.system.owner('audit').where({ entity_id: ids[0], event: 'cancelled' });
  expect(audit).toMatchObject({
    event: 'cancelled',
    reason: 'Booked by mistake',
    evidence: { receivedAt: expect.any(String), cancelledUntil: startOfDate(day()) },
  });
  const mails = await desk.system.owner('outbox').where({ entity_id: body.id, kind: 'mail' }).pluck('name');
  expect(mails.sort()).toEqual(['booking-cancelled', 'controlled-booked']);
});
