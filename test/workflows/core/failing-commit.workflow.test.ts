import { broken } from '../../support/broken';
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
  const mended = await broken(system, 'process_stages');
  const reminderAt = daysLater(order.bacsChosenAt, 7);
  await system.sleepUntil(reminderAt);
  const tasks = () => system.owner('work_items').where({ tenant_id: tenant.id, task: 'commitFailing', entity_id: order.id });
  expect(await tasks()).toHaveLength(0);
  await eventually(async () => {
    await system.sleep(MINUTE);
    expect(await tasks()).toMatchObject([
      { queue: 'administrator', closed_at: null, detail: expect.stringMatching(new RegExp(`broken.*advance-order/${order.reference}`)) },
    ]);
  });
  await mended();
  await eventually(async () => {
    await system.sleep(MINUTE);
    expect((await look.events(order)).at(-1)).toEqual(['reminded', reminderAt]);
  });
  expect((await look.standing(order)).stage).toBe('Awaiting transfer');
});
