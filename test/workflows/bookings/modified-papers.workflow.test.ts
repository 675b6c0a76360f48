import { AssessmentWindowRow } from '../../../db/catalogue/catalogue.model';
import { inScope } from '../../../db/core/database';
import { openWindow } from '../../../db/bookings/offers';
import { dueOf } from '../../../domain/bookings/modified-papers.decide';
import { firstPolicy } from '../../../domain/policy';
import { endOfDate, londonDate, sameClock, startOfDate } from '../../../domain/working-days';
import { seedAddress, seedBookedProduct, windowIn, workingDayFrom } from '../../support/bookings';
import { eventually } from '../../support/eventually';
import { batchIn } from '../../support/learners';
import { NEEDING, sampleAll, type Papers } from '../../support/modified-papers';
import { pictureOf } from '../../support/qualifications';
import { sendFile } from '../../support/qualifications';
import { publishedCalendar } from '../../support/situation';
import { stories, type Story } from '../../support/story';

const { test } = stories('modified-papers');
const DESPATCH = { policy: firstPolicy, calendar: publishedCalendar };

/** Learners who need modified papers are booked by their centre for a paper, in a window or on a day; their papers are open. */
async function booked({ system, tenant, as, look }: Story, of: { percent: 0 | 100; surnames?: string[]; isInWindow?: boolean }) {
  await sampleAll(system.owner, tenant, of.percent);
  const at = (await system.now()).toISOString();
  const day = workingDayFrom(londonDate(at), 45);
  const { isInWindow: hasWindows = false, surnames = ['Archer'] } = of;
  const product = await seedBookedProduct(system, tenant, { hasWindows });
  const { window, batch } = await inScope(system.database, { tenant: tenant.id, organisation: null }, async (trx) => ({
    window: hasWindows
      ? await windowIn(
          trx,
          tenant,
          product,
          { cutOffOn: workingDayFrom(londonDate(at), 20), opensOn: day, closesOn: workingDayFrom(day, 10) },
          { at },
        )
      : null,
    batch: (await batchIn(trx, tenant, { product, at, isFree: true, learners: surnames.map((surname) => ({ surname, ...NEEDING })) }))
      .batch,
  }));
  const address = await seedAddress(system, tenant);
  const sitting = { component: 'EX', window, assessmentOn: day, time: '09:30' };
  const made = await as.centreUser.post<{ groups: { bookings: { id: string; learner: string }[] }[] }>('/v1/bookings', {
    ...{ product: product.id, batches: [batch.id], location: 'Hall', address, sittings: [sitting] },
  });
  expect(made.status).toBe(201);
  const bookings = made.body.groups[0]!.bookings;
  const all = await eventually(async () => {
    const { body } = await as.caseOperator.get<{ items: Papers[] }>(`/v1/modified-papers?batch=${batch.number}`);
    expect(body.items.map(({ standing }) => standing?.stage)).toEqual(surnames.map(() => 'To be processed'));
    return body.items;
  });
  const one = (id: string) => as.caseOperator.get<Papers>(`/v1/modified-papers/${id}`).then(({ body }) => body);
  const papers = all[0]!;
  const booking = bookings.find(({ id }) => id === papers.booking.id)!;
  return { papers, all, one, booking, day, window, product, sitting, look };
}

test('REG-15 WHY-1 OPS-5 papers are made and sent, each told once to the contact by name; a minute before their day they are not late, after it staff are told and their task says so', async (story) => {
  const { system, boundary, look, as } = story;
  const { papers, one, day } = await booked(story, { percent: 0 });
  const due = dueOf(day, DESPATCH);
  expect(papers.standing).toMatchObject({ dueAt: due, why: expect.stringContaining('Waiting on our staff since') });
  const tasks = () => system.owner('work_items').where({ entity_id: papers.id }).whereNull('closed_at').pluck('task');
  await boundary(due, {
    before: async () =>
      expect([(await look.standing(papers)).stage, await tasks()]).toEqual(['To be processed', ['processModifiedPapers']]),
    after: async () => expect([(await look.standing(papers)).stage, await tasks()]).toEqual(['Despatch is late', ['lateModifiedPapers']]),
  });
  expect((await as.caseOperator.post('/v1/modified-papers/process', { papers: [papers.id] })).status).toBe(200);
  await eventually(async () => expect((await one(papers.id)).state).toBe('processed'));
  const sent = { papers: [papers.id], carrier: 'Parcelforce', tracking: 'AB 12' };
  expect((await as.caseOperator.post('/v1/modified-papers/despatch', sent)).status).toBe(200);
  expect(await look.stageIs(papers, 'Despatched')).toMatchObject({ why: expect.stringContaining('the contact was told') });
  expect(await tasks()).toEqual([]);
  expect(await look.mails(papers)).toEqual(['modified-papers-late', 'modified-papers-processed', 'modified-papers-despatched']);
  const told = await eventually(async () => {
    const mails = (await system.mailbox.about(papers.reference)).filter(({ to }) =>
      to.some(({ address }) => address === NEEDING.contactEmail),
    );
    expect(mails).toHaveLength(2);
    return mails;
  });
  expect(told[0]!.text).toContain('Ann Archer');
  expect(told[1]!.text).toMatch(/Parcelforce, consignment AB 12[^]*Ann Archer[^]*enlarged A3/);
  const facts = await system.owner('outbox').where({ entity_id: papers.id, kind: 'mail' }).pluck('facts');
  expect(JSON.stringify(facts)).not.toMatch(/Archer|fenland/);
});

test('REG-15 what is never sent is at an end when the day of the assessment is over, a second before not yet', async (story) => {
  const { papers, day } = await booked(story, { percent: 0 });
  await story.boundary(endOfDate(day), {
    before: async () => expect((await story.look.standing(papers)).stage).toBe('Despatch is late'),
    after: async () => expect((await story.look.standing(papers)).stage).toBe('Not despatched in time'),
  });
});

test('REG-15 WHY-2 evidence that is sampled is asked of contact and centre, reminded of once, then looked after by staff; refused it withholds papers that have not left', async (story) => {
  const { system, boundary, look, as } = story;
  const { papers, one } = await booked(story, { percent: 100 });
  const asked = (await look.standing(papers)).since;
  const [reminder, late] = [5, 10].map((days) => sameClock(asked, days, publishedCalendar)) as [string, string];
  const about = () => system.owner('outbox').where({ entity_id: papers.id, kind: 'mail' }).orderBy('id').pluck('name');
  await boundary(reminder, {
    before: async () => expect(await about()).toEqual(['evidence-of-need-asked']),
    after: async () => expect(await about()).toEqual(['evidence-of-need-asked', 'evidence-of-need-reminder']),
  });
  await boundary(late, {
    before: async () => expect((await one(papers.id)).evidence.state).toBe('awaited'),
    after: async () => expect((await one(papers.id)).evidence.state).toBe('late'),
  });
  const receivers = await eventually(async () => {
    const mails = (await system.mailbox.about(papers.reference)).filter(({ text }) => text.startsWith('By sample'));
    expect(mails).toHaveLength(2);
    return mails.flatMap(({ to }) => to.map(({ address }) => address)).sort();
  });
  expect(receivers).toEqual([NEEDING.contactEmail, story.tenant.centre.user.email].sort());
  const picture = await pictureOf(['A letter']);
  expect((await sendFile(as.centreUser, `/v1/modified-papers/${papers.id}/evidence`, picture)).status).toBe(200);
  await eventually(async () => expect((await one(papers.id)).evidence.state).toBe('toDecide'));
  const refused = await as.caseOperator.post<Papers>(`/v1/modified-papers/${papers.id}/refuse-evidence`, { reason: 'It names nobody' });
  expect(refused.body).toMatchObject({ state: 'withheld', evidence: { state: 'refused', reason: 'It names nobody' } });
  await look.stageIs(papers, 'Withheld');
  const mail = await system.mailbox.waitFor(papers.reference, 'is refused');
  expect(mail.text).toContain('Why: It names nobody');
  const no = await as.caseOperator.post<{ errors: { code: string }[] }>('/v1/modified-papers/process', { papers: [papers.id] });
  expect([no.status, no.body.errors[0]!.code]).toEqual([409, 'papersState']);
});

test('LRN-1 REG-12 papers follow the learner while they are not made: what is edited is shown, taken back they end, added they begin; made, they stand', async (story) => {
  const { as, look, system } = story;
  const { papers, one, booking } = await booked(story, { percent: 0 });
  const learner = `/v1/learners/${booking.learner}`;
  const edit = async (cells: object) => {
    const { body } = await as.centreUser.get<{ cells: Record<string, string>; version: number }>(learner);
    const edited = { cells: { ...body.cells, ...cells } };
    expect((await as.centreUser.put(learner, edited, { 'If-Match': `"${body.version}"` })).status).toBe(200);
  };
  await edit({ size: 'A4', contactEmail: 'new@fenland.example' });
  await eventually(async () =>
    expect(await one(papers.id)).toMatchObject({ needs: ['enlarged A4'], contactEmail: 'new@fenland.example', state: 'requested' }),
  );
  const events = () =>
    system
      .owner('process_stages')
      .where({ business_id: `modified-papers/${papers.id}` })
      .orderBy('version')
      .pluck('event');
  await eventually(async () => expect(await events()).toEqual(['asked', 'needsChanged']));
  await edit({ enlarged: '', size: '' });
  expect((await look.stageIs(papers, 'Cancelled')).why).toContain('needs no modified papers any longer');
  await edit({ braille: 'Y', grade: '2', contactEmail: 'new@fenland.example' });
  const next = await eventually(async () => {
    const { body } = await as.caseOperator.get<{ items: Papers[] }>(`/v1/modified-papers?learner=${booking.learner}&state=requested`);
    expect(body.items).toMatchObject([{ needs: ['braille, grade 2'] }]);
    return body.items[0]!;
  });
  await as.caseOperator.post('/v1/modified-papers/process', { papers: [next.id] });
  await edit({ braille: '', grade: '' });
  expect(await one(next.id)).toMatchObject({ needs: ['braille, grade 2'] });
  await look.stageIs(next, 'To be despatched');
});

test('BKG-5 papers follow their booking: moved elsewhere they are made anew for the new day, cancelled they end', async (story) => {
  const { as, look } = story;
  const { papers, one, booking, day, sitting } = await booked(story, { percent: 0 });
  await as.caseOperator.post('/v1/modified-papers/process', { papers: [papers.id] });
  await look.stageIs(papers, 'To be despatched');
  const assessmentOn = workingDayFrom(day, 10);
  const { component: _component, ...to } = sitting;
  expect((await as.centreUser.post('/v1/bookings/move', { bookings: [booking.id], ...to, assessmentOn })).status).toBe(200);
  await look.stageIs(papers, 'To be processed');
  const moved = await one(papers.id);
  expect([moved.booking.assessmentOn, moved.processedAt, moved.standing!.dueAt]).toEqual([
    assessmentOn,
    null,
    dueOf(assessmentOn, DESPATCH),
  ]);
  expect((await as.centreUser.post('/v1/bookings/cancel', { bookings: [moved.booking.id] })).status).toBe(200);
  expect((await look.stageIs(papers, 'Cancelled')).why).toContain('the booking was cancelled');
});

test('LAP-1 papers of a learner whose registration lapses are cancelled at that instant', async (story) => {
  const { system, look } = story;
  const { papers, booking, day } = await booked(story, { percent: 0 });
  const lapsesOn = workingDayFrom(londonDate((await system.now()).toISOString()), 5);
  expect(lapsesOn < day).toBe(true);
  const { batch_id: batch } = await system.owner('learners').where({ id: booking.learner }).first('batch_id');
  const at = endOfDate(lapsesOn);
  await system.owner('learners').where({ id: booking.learner }).update({ lapses_on: lapsesOn, next_at: at });
  const { business_id: wait } = await system.owner('processes').where({ kind: 'lapse', entity_id: batch }).first('business_id');
  await system.processes.signal(wait, 'wake', null);
  await story.boundary(at, {
    before: async () => expect((await look.standing(papers)).stage).toBe('To be processed'),
    after: async () => expect((await look.standing(papers)).stage).toBe('Cancelled'),
  });
  expect((await look.standing(papers)).why).toContain('registered no longer');
});

test('REG-15 all of a window is made and sent by one command; a window that moves takes its papers along, made as they are', async (story) => {
  const { as, look, system } = story;
  const { all, window, one, day } = await booked(story, { percent: 0, surnames: ['Archer', 'Bowyer'], isInWindow: true });
  const said = await as.caseOperator.post<{ papers: number }>('/v1/modified-papers/process', { window });
  expect([said.status, said.body.papers]).toEqual([200, 2]);
  for (const papers of all) await look.stageIs(papers, 'To be despatched');
  const at = (await system.now()).toISOString();
  const [opensOn, closesOn] = [workingDayFrom(day, 3), workingDayFrom(day, 10)];
  await inScope(system.database, { tenant: story.tenant.id, organisation: null }, async (trx) => {
    const dates = { cutOffOn: workingDayFrom(londonDate(at), 20), opensOn, closesOn };
    await AssessmentWindowRow.query(trx).findById(window!).patch(dates);
    await openWindow(trx, { id: window!, tenant: story.tenant.id, name: 'Winter', lateAllowed: true, ...dates }, null, at);
  });
  for (const { id } of all)
    await eventually(async () => {
      const papers = await one(id);
      expect([papers.state, papers.booking.assessmentOn, papers.standing!.dueAt]).toEqual(['processed', opensOn, dueOf(opensOn, DESPATCH)]);
    });
  expect((await as.caseOperator.post<{ papers: number }>('/v1/modified-papers/despatch', { window })).body.papers).toBe(2);
  for (const papers of all) await look.stageIs(papers, 'Despatched');
  expect(Date.parse(startOfDate(opensOn))).toBeGreaterThan(Date.parse(at));
});
