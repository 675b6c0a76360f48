import { takePrinterReport } from '../../../db/cards/cards.commands';
import { inScope } from '../../../db/core/database';
import { cardOf } from '../../support/cards';
import type { ApplicationBody } from '../../support/employers';
import { result, stateIs } from '../../support/hse-stories';
import { stories } from '../../support/story';

const { test } = stories('application-lists');

test('APP-5 TIM-4 completed on 30 November it is listed until 28 February 24:00 London, and history from 1 March 00:00', async (scene) => {
  const { as, given, system, tenant, boundary } = scene;
  const application = await given.employer.finalised();
  await result(scene, application, 'pass');
  await system.sleepUntil('2026-11-30T09:00:00.000Z');
  await given.pays(await given.employer.closed([application]));
  await stateIs(scene, application, 'beingProduced');
  const card = await cardOf(as.caseOperator, application);
  await system.receivedAt('2026-11-30T12:00:00.000Z', async () =>
    inScope(system.database, { tenant: tenant.id, organisation: null }, async (trx) =>
      takePrinterReport(trx, card.id, { told: 'accepted', round: 1 }, (await system.now()).toISOString()),
    ),
  );
  await stateIs(scene, application, 'completed');
  const isIn = async (list: string) =>
    (await as.employerUser.get<{ items: ApplicationBody[] }>(`/v1/applications?list=${list}`)).body.items.map(({ id }) => id);
  const counts = async () => {
    const { body } = await as.employerUser.get<Record<string, { count: number }>>('/v1/panels');
    return [body['completed']!.count, body['history']!.count];
  };
  await boundary('2027-03-01T00:00:00.000Z', {
    before: async () => expect([await isIn('completed'), await isIn('history'), await counts()]).toEqual([[application.id], [], [1, 0]]),
    after: async () => expect([await isIn('completed'), await isIn('history'), await counts()]).toEqual([[], [application.id], [0, 1]]),
  });
});
