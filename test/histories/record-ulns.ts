import { seedBatch, seedProduct } from '../support/learners';
import { lrsFaults, rightUln, submittedUln } from '../support/ulns';
import type { Way } from './record';

const WEEK_MS = 7 * 86_400_000;

/** ULNs before the Learning Records Service: answered, and answered late. */
export const ulnCheckWays = {
  answered: async (recording) => {
    const submission = await sent(recording, 41_000_000);
    await recording.stageIs(submission, 'Answered');
    return submission;
  },
  'unanswered-answered': async (recording) => {
    const { system, stageIs } = recording;
    await lrsFaults(system, { times: 1_000_000, status: 503 });
    const submission = await sent(recording, 42_000_000);
    await stageIs(submission, 'Sent');
    await system.sleepUntil(new Date((await system.now()).getTime() + 2 * WEEK_MS).toISOString());
    await stageIs(submission, 'Unanswered');
    await lrsFaults(system);
    await system
      .owner('outage_spells')
      .where({ service: 'lrs' })
      .whereNotNull('down_at')
      .whereNull('back_at')
      .update({ probe_at: new Date() });
    await system.owner('outbox').where({ kind: 'lrs' }).whereNull('done_at').update({ next_try_at: new Date(), leased_until: null });
    await stageIs(submission, 'Answered');
    return submission;
  },
} satisfies Record<string, Way>;

async function sent({ system, tenant }: Parameters<Way>[0], uln: number): Promise<string> {
  const product = await seedProduct(system.owner, tenant.id, 'Care');
  const at = (await system.now()).toISOString();
  const { batch } = await seedBatch(system.database, tenant, { product, at, isFree: true, learners: [{ uln: rightUln(uln) }] });
  const { id } = await system.owner('learners').where({ batch_id: batch.id }).first('id');
  return submittedUln(system.database, tenant, id, at);
}
