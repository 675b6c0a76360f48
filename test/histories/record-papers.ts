import { dateLater, startOfDate } from '../../domain/working-days';
import { sampleAll, seedPapers } from '../support/modified-papers';
import type { Recording, Way } from './record';

const DAY_MS = 86_400_000;

/** Papers for a day some weeks ahead. */
async function papersFor({ system, tenant, stageIs }: Recording): Promise<string> {
  const id = await seedPapers({ system, tenant }, (await system.now()).toISOString());
  await stageIs(id, 'To be processed');
  return id;
}

/** Ways of modified papers: evidence that comes late and is accepted, made and sent; and never sent. */
export const modifiedPapersWays = {
  'evidence-late-accepted-despatched': async (recording) => {
    const { system, tenant, operator, stageIs } = recording;
    await sampleAll(system.owner, tenant, 100);
    const id = await papersFor(recording);
    await system.sleep(16 * DAY_MS);
    await operator.post(`/v1/modified-papers/${id}/accept-evidence`, { reason: 'r' });
    await operator.post('/v1/modified-papers/process', { papers: [id] });
    await stageIs(id, 'To be despatched');
    await operator.post('/v1/modified-papers/despatch', { papers: [id] });
    await stageIs(id, 'Despatched');
    return id;
  },
  'late-missed': async (recording) => {
    const { system, operator, stageIs } = recording;
    const id = await papersFor(recording);
    const { body } = await operator.get<{ booking: { assessmentOn: string } }>(`/v1/modified-papers/${id}`);
    const day = body.booking.assessmentOn;
    await system.sleep(Date.parse(startOfDate(day)) - (await system.now()).getTime());
    await stageIs(id, 'Despatch is late');
    await system.sleep(Date.parse(startOfDate(dateLater(day, 1))) + 1_000 - (await system.now()).getTime());
    await stageIs(id, 'Not despatched in time');
    return id;
  },
} satisfies Record<string, Way>;
