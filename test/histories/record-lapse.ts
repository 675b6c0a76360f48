import { dateLater, londonDate, startOfDate } from '../../domain/working-days';
import { seedBatch, seedProduct } from '../support/learners';
import type { Recording, Way } from './record';

/** Two learners of a new batch, whose last day is a week after the next notice. */
async function registered({ system, tenant }: Recording): Promise<{ id: string; learners: string[]; over: string }> {
  const product = await seedProduct(system.owner, tenant.id, 'Care');
  const at = (await system.now()).toISOString();
  const lapsesOn = dateLater(londonDate(at), 8);
  const { batch } = await seedBatch(system.database, tenant, { product, learners: [{ lapsesOn }, { lapsesOn }], at, isFree: true });
  const learners: string[] = await system.owner('learners').where({ batch_id: batch.id }).orderBy('id').pluck('id');
  return { id: batch.id, learners, over: startOfDate(dateLater(lapsesOn, 1)) };
}

/** Ways of the lapse of a batch: to its end by time or by the centre, and the one that begins anew. */
export const lapseWays = {
  'noticed-lapsed': async (recording) => {
    const { id, over } = await registered(recording);
    await recording.stageIs(id, 'Registered');
    await recording.system.sleep(Date.parse(over) + 1_000 - (await recording.system.now()).getTime());
    await recording.stageIs(id, 'Over');
    return id;
  },
  'withdrawn-by-the-centre': async (recording) => {
    const { id, learners } = await registered(recording);
    const centre = await recording.system.signIn(recording.tenant.centre.user.email);
    for (const learner of learners) await centre.post(`/v1/learners/${learner}/withdraw`, {});
    await recording.stageIs(id, 'Over');
    return id;
  },
  'begun-anew': async (recording) => {
    const { id, learners } = await registered(recording);
    const centre = await recording.system.signIn(recording.tenant.centre.user.email);
    await centre.post('/v1/learners/withdraw', { learners });
    await recording.stageIs(id, 'Over');
    await centre.post('/v1/learners/unwithdraw', { learners });
    await recording.stageIs(id, 'Registered');
    return `${id}/2`;
  },
} satisfies Record<string, Way>;
