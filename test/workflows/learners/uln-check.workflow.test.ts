import { currentCalendar } from '../../../db/core/calendars.queries';
import { inScope } from '../../../db/core/database';
import { firstPolicy } from '../../../domain/policy';
import { sameClock } from '../../../domain/working-days';
import { eventually } from '../../support/eventually';
import { seedBatch, seedProduct } from '../../support/learners';
import { stories } from '../../support/story';
import { asksLrsNow, lrsFaults, rightUln } from '../../support/ulns';

const { test } = stories('uln-check');

test('ULN-1 ULN-2 OUT-1 WHY-1 ULNs that the service leaves unanswered for 5 working days are a task of the case operators, not a second earlier; answered at last it is closed, and the wait is over', async ({
  system,
  tenant,
  as,
  look,
  boundary,
}) => {
  const product = await seedProduct(system.owner, tenant.id, 'Care');
  const at = (await system.now()).toISOString();
  const { batch } = await seedBatch(system.database, tenant, { product, at, learners: [{ surname: 'A' }, { surname: 'B' }] });
  const ids: { id: string }[] = await system.owner('learners').where({ batch_id: batch.id }).select('id');
  await lrsFaults(system, { times: 1_000_000, status: 503 });
  const items = ids.map(({ id }, index) => ({ learner: id, uln: rightUln(70_000_000 + index) }));
  expect((await as.centreUser.post('/v1/ulns', { items })).status).toBe(200);
  const submission: { id: string; made_at: string } = await system
    .owner('uln_submissions')
    .where({ tenant_id: tenant.id })
    .first('id', 'made_at');
  const calendar = await inScope(system.database, { tenant: tenant.id, organisation: null }, currentCalendar);
  const due = sameClock(submission.made_at, firstPolicy.learners.ulnAnswerWorkingDays, calendar);
  expect(await look.stageIs(submission, 'Sent')).toMatchObject({ dueAt: due, why: expect.stringContaining('2 ULNs are unanswered') });
  await boundary(due, {
    before: async () => expect(await look.tasks(submission)).toEqual([]),
    after: async () => expect(await look.tasks(submission)).toEqual(['chaseLrs']),
  });
  await look.stageIs(submission, 'Unanswered');
  await lrsFaults(system);
  await eventually(async () => {
    await asksLrsNow(system);
    const standings = (await as.centreUser.get<{ items: { standing: string }[] }>(`/v1/ulns?batch=${batch.number}`)).body.items;
    expect(standings.map(({ standing }) => standing)).toEqual(['verified', 'verified']);
  });
  await look.stageIs(submission, 'Answered');
  expect(await look.tasks(submission)).toEqual([]);
});

test('ULN-1 REG-11 the ULN of an apprentice is sent once for all qualifications and verified on each; sent again before the answer, the earlier one is awaited no longer', async ({
  system,
  tenant,
  as,
  look,
}) => {
  const [first, second] = [await seedProduct(system.owner, tenant.id, 'Plumbing'), await seedProduct(system.owner, tenant.id, 'Maths')];
  const whole = await seedProduct(system.owner, tenant.id, 'Plumber', 'apprenticeship');
  const of = { learners: [], product: whole };
  const { batch } = await seedBatch(system.database, tenant, of);
  const learner = { surname: 'Apprentice', number: 'L000000000197' };
  for (const product of [first, second])
    await seedBatch(system.database, tenant, { product, learners: [learner], bundle: batch.id, isFree: true });
  const rows: { id: string }[] = await system.owner('learners').where({ bundle_batch_id: batch.id }).orderBy('id').select('id');
  await lrsFaults(system, { times: 1_000_000, status: 503 });
  const save = (uln: string) => as.centreUser.post(`/v1/learners/${rows[1]!.id}/uln`, { uln });
  expect((await save(rightUln(80_000_000))).status).toBe(200);
  const [earlier]: { id: string }[] = await system.owner('uln_submissions').where({ tenant_id: tenant.id });
  await look.stageIs(earlier!, 'Sent');
  expect((await save(rightUln(80_000_001))).status).toBe(200);
  await look.stageIs(earlier!, 'Answered');
  const [later]: { id: string }[] = await system.owner('uln_submissions').where({ tenant_id: tenant.id }).whereNot('id', earlier!.id);
  expect(await system.owner('uln_checks').where({ submission_id: later!.id })).toHaveLength(1);
  await lrsFaults(system);
  await eventually(async () => {
    await asksLrsNow(system);
    const states: { uln_state: string }[] = await system.owner('learners').where({ bundle_batch_id: batch.id }).select('uln', 'uln_state');
    expect(states).toEqual(rows.map(() => ({ uln: rightUln(80_000_001), uln_state: 'verified' })));
  });
  await look.stageIs(later!, 'Answered');
});
