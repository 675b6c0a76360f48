import { checkedOf, confirm, seedProducts, sendFile, singleFile, type RegistrationBody } from '../support/registrations';
import type { Recording, Way } from './record';

const HOUR = 3_600_000;

async function sent(
  { system, tenant }: Recording,
  from: number,
): Promise<{ centre: Awaited<ReturnType<typeof system.signIn>>; id: string }> {
  const known = await system.owner('products').where({ tenant_id: tenant.id, code: 'REC' }).first('id');
  if (!known) await seedProducts(system.owner, tenant, [{ code: 'REC' }]);
  const centre = await system.signIn(tenant.centre.user.email);
  const { body } = await sendFile(centre, system.api, 'single?product=REC', singleFile(2, from));
  return { centre, id: body.id };
}

/** Ways of a registration of learners. */
export const registrationWays = {
  'confirmed-undone-over': async (recording) => {
    const { centre, id } = await sent(recording, 0);
    const { groups } = await checkedOf(centre, { id });
    const group = groups[0]!.id;
    await confirm(centre, { id }, { group });
    await centre.post<RegistrationBody>(`/v1/registrations/${id}/undo`, { group });
    await recording.system.sleep(25 * HOUR);
    await recording.stageIs(id, 'Over');
    return id;
  },
  'reminded-discarded': async (recording) => {
    const { centre, id } = await sent(recording, 10);
    await checkedOf(centre, { id });
    await recording.system.sleep(24 * 24 * HOUR);
    const again = await recording.system.signIn(recording.tenant.centre.user.email);
    await again.post(`/v1/registrations/${id}/discard`, {});
    await recording.stageIs(id, 'Discarded');
    return id;
  },
} satisfies Record<string, Way>;
