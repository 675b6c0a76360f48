import { eventually } from '../../support/eventually';
import { stories } from '../../support/story';
import { daysLater } from '../../../domain/working-days';

const MINUTE = 60_000;
const { test } = stories('failing');

test('OPS-4 a commit that fails for the tenth time is a task for an engineer with its case; once it can, the moment happens at its own instant', async ({
  system,
  tenant,
  given,
  look,
}) => {
  const order = await given.order();
  await system.owner.raw(
    `create function fail_stage() returns trigger language plpgsql as 'begin raise exception ''broken''; end';
     create trigger fail_stage before insert on process_stages for each row execute function fail_stage()`,
  );
  const reminderAt = daysLater(order.bacsChosenAt, 7);
  await system.sleepUntil(reminderAt);
  const tasks = () => system.owner('work_items').where({ tenant_id: tenant.id, task: 'commitFailing', entity_id: order.id });
  expect(await tasks()).toHaveLength(0);
  await eventually(async () => {
    await system.sleep(MINUTE);
    expect(await tasks()).toMatchObject([{ queue: 'administrator', closed_at: null }]);
  });
  await system.owner.raw('drop trigger fail_stage on process_stages; drop function fail_stage');
  await eventually(async () => {
    await system.sleep(MINUTE);
    expect((await look.events(order)).at(-1)).toEqual(['reminded', reminderAt]);
  });
  expect((await look.standing(order)).stage).toBe('Awaiting transfer');
});
