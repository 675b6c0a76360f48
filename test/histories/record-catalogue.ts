import { askingCountry } from '../support/catalogue';
import type { Recording, Way } from './record';

const HOUR = 3_600_000;

async function ask({ system, tenant, stageIs }: Recording, asked: object) {
  const centre = await system.signIn(tenant.centre.user.email);
  const { id } = (await centre.post<{ id: string }>('/v1/centre-requests', { ...askingCountry, asked })).body;
  await stageIs(id, 'Waiting for an answer');
  return { centre, id };
}

/** Ways of what a centre asks for. */
export const centreRequestWays = {
  'escalated-granted': async (recording) => {
    const { id } = await ask(recording, askingCountry.asked);
    await recording.system.sleep(12 * 24 * HOUR);
    await recording.operator.post(`/v1/centre-requests/${id}/grant`, { reason: 'r' });
    await recording.stageIs(id, 'Granted');
    return id;
  },
  declined: async (recording) => {
    const { id } = await ask(recording, { what: 'address', label: 'Quay', lines: ['1 Quay'], postcode: 'PE13 1AA' });
    await recording.operator.post(`/v1/centre-requests/${id}/decline`, { reason: 'r' });
    await recording.stageIs(id, 'Declined');
    return id;
  },
  withdrawn: async (recording) => {
    const { centre, id } = await ask(recording, { what: 'approval', product: 'BUS-301' });
    await centre.post(`/v1/centre-requests/${id}/withdraw`, { reason: 'r' });
    await recording.stageIs(id, 'Withdrawn');
    return id;
  },
} satisfies Record<string, Way>;
