import { daysLater } from '../../../domain/working-days';
import { eventually } from '../../support/eventually';
import { paidAt, result, shown, stateIs } from '../../support/hse-stories';
import { shifted, stories } from '../../support/story';

const { test } = stories('late-pass');
const SECOND = 1000;

test('HSE-3 HSE-4 TIM-4 a pass received a second before the lapse, whose row is there only after it, releases as of when it was received', async (scene) => {
  const { system, look } = scene;
  const application = await paidAt(scene, (await system.now()).toISOString());
  await stateIs(scene, application, 'onHold');
  const lapse = daysLater(application.paidAt, 180);
  const received = shifted(lapse, -SECOND);
  await system.sleepUntil(shifted(lapse, -5 * SECOND));
  const blocking = await system.owner.transaction();
  await blocking.raw('lock table hse_results in exclusive mode');
  const taking = await system.receivedAt(received, async () => {
    const taken = result(scene, application, 'pass');
    const reserved = () => system.owner('requests').where({ tenant_id: scene.tenant.id, received_at: received }).whereNull('answer');
    await eventually(async () => expect(await reserved()).toHaveLength(1));
    return [taken];
  });
  try {
    await system.sleepUntil(shifted(lapse, 2 * SECOND));
    expect((await shown(scene, application)).state).toBe('onHold');
    await system.sleepUntil(shifted(lapse, 30 * SECOND));
    expect((await shown(scene, application)).state).toBe('onHold');
  } finally {
    await blocking.commit();
  }
  await Promise.all(taking);
  await stateIs(scene, application, 'beingProduced');
  expect((await look.events(application)).at(-1)).toEqual(['approved', received]);
});

test('HSE-3 HSE-5 a result of somebody else that was received before the lapse puts it off until it is taken, and not its instant', async (scene) => {
  const { system, look, given } = scene;
  const application = await paidAt(scene, (await system.now()).toISOString());
  await stateIs(scene, application, 'onHold');
  const other = await given.employer.started();
  const lapse = daysLater(application.paidAt, 180);
  await system.sleepUntil(shifted(lapse, -5 * SECOND));
  const blocking = await system.owner.transaction();
  await blocking.raw('lock table hse_results in exclusive mode');
  const received = shifted(lapse, -SECOND);
  const taking = await system.receivedAt(received, async () => {
    const taken = result(scene, other, 'pass');
    const reserved = () => system.owner('requests').where({ tenant_id: scene.tenant.id, received_at: received }).whereNull('answer');
    await eventually(async () => expect(await reserved()).toHaveLength(1));
    return [taken];
  });
  await system.sleepUntil(shifted(lapse, 2 * SECOND)).finally(() => blocking.commit());
  await Promise.all(taking);
  await system.sleepUntil(shifted(lapse, 60 * SECOND));
  await stateIs(scene, application, 'lapsed');
  expect((await look.events(application)).at(-1)).toEqual(['lapsed', lapse]);
});
