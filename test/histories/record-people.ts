import { eventually } from '../support/eventually';
import { activate, linkFor, nobody, person, type UserBody } from '../support/people';
import { PASSWORD } from '../support/system';
import type { Recording, Way } from './record';

const HOUR = 3_600_000;

async function invite({ operator, tenant, stageIs }: Recording, local: string) {
  const [{ id: organisation, company }] = tenant.companies;
  const { body } = await operator.post<UserBody>('/v1/users', person(local, { organisation, node: company, rights: ['purchasing'] }));
  await stageIs(body.invitation!.id, 'Link sent');
  return { ...body, invitation: body.invitation!.id };
}

/** Ways through an invitation. */
export const invitationWays = {
  'resent-accepted': async (recording) => {
    const { system, operator, stageIs } = recording;
    const { id, email, invitation } = await invite(recording, 'accepts');
    const first = await linkFor(system.mailbox, email, 'Your account at');
    await operator.post(`/v1/users/${id}/resend-invitation`, {});
    await activate(system.api, await linkFor(system.mailbox, email, 'Your account at', first), PASSWORD);
    await stageIs(invitation, 'Accepted');
    return invitation;
  },
  'reminded-expired': async (recording) => {
    const { invitation } = await invite(recording, 'unused');
    await recording.system.sleep(73 * HOUR);
    await recording.stageIs(invitation, 'Expired');
    return invitation;
  },
} satisfies Record<string, Way>;

/** Ways of a request for access. */
export const accessRequestWays = {
  'reminded-to-staff-declined': async ({ system, tenant, operator, stageIs }) => {
    await nobody(system.api).post('/v1/access-requests', person('asker', { scheme: tenant.key, centre: tenant.centre.number }));
    const asked = () => system.owner('access_requests').whereNot({ state: 'none' }).first('id');
    const id = await eventually(async () => (await asked())!.id as string);
    await system.sleep(12 * 24 * HOUR);
    await stageIs(id, 'With staff');
    await operator.post(`/v1/access-requests/${id}/decline`, { reason: 'r' });
    await stageIs(id, 'Declined');
    return id;
  },
} satisfies Record<string, Way>;

/** Ways of a proposal. */
export const approvalWays = {
  'reminded-approved': async ({ system, tenant, administrator, stageIs }) => {
    const second = await system.signIn(tenant.staff.administrator2.email);
    const body = { effectiveFrom: '2099-01-01', changes: { 'suspense.returnDays': 45 }, reason: 'r' };
    const { id } = (await administrator.post<{ id: string }>('/v1/policies', body)).body;
    await system.sleep(4 * 24 * HOUR);
    await second.post(`/v1/policies/${id}/approve`, { reason: 'r' });
    await stageIs(id, 'Approved');
    return id;
  },
} satisfies Record<string, Way>;

async function report({ finance }: Recording, day: string): Promise<string> {
  return (await finance.post<{ id: string }>('/v1/documents', { kind: 'day-report', day })).body.id;
}

/** Ways of a document: its worker makes it, or is away. */
export const documentWays = {
  made: async (recording) => {
    const id = await report(recording, '2026-11-18');
    await recording.stageIs(id, 'Made');
    return id;
  },
  late: async ({ system, finance }) => {
    await system.documents.stop();
    const { body } = await finance.post<{ id: string }>('/v1/documents', { kind: 'day-report', day: '2026-11-20' });
    await system.sleep(HOUR);
    await system.documents.start();
    return body.id;
  },
} satisfies Record<string, Way>;
