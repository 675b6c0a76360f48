import type { SeededTenant } from '../../db/seeds/demo';
import { eventually } from '../support/eventually';
import { activate, linkFor, nobody, person, type UserBody } from '../support/people';
import { PASSWORD, type SkippingSystem } from '../support/system';

const HOUR = 3_600_000;

/** What recording needs. */
export interface Recording {
  system: SkippingSystem;
  tenant: SeededTenant;
  keep(name: string, workflowId: string): Promise<void>;
}

/** Records the ways through invitations, requests for access, proposals and bulk actions. */
export async function recordPeople({ system, tenant, keep }: Recording): Promise<void> {
  const operator = await system.signIn(tenant.staff.caseOperator.email);
  const stageIs = (entity: string, stage: string) =>
    eventually(async () => expect((await system.owner('processes').where({ entity_id: entity }).first('stage'))?.stage).toBe(stage));
  const invite = async (local: string) => {
    const body = person(local, { organisation: tenant.companies[0].id, node: tenant.companies[0].company, rights: ['purchasing'] });
    const made = (await operator.post<UserBody>('/v1/users', body)).body;
    await stageIs(made.invitation!.id, 'Link sent');
    return { ...made, invitation: made.invitation!.id };
  };
  const accepted = await invite('accepts');
  const first = await linkFor(system.mailbox, accepted.email, 'Your account at');
  await operator.post(`/v1/users/${accepted.id}/resend-invitation`, {});
  await activate(system.api, await linkFor(system.mailbox, accepted.email, 'Your account at', first), PASSWORD);
  await stageIs(accepted.invitation, 'Accepted');
  await keep('invitation.resent-accepted', `invitation/${accepted.invitation}`);
  const unused = await invite('unused');
  await system.sleep(73 * HOUR);
  await stageIs(unused.invitation, 'Expired');
  await keep('invitation.reminded-expired', `invitation/${unused.invitation}`);

  await nobody(system.api).post('/v1/access-requests', person('asker', { scheme: tenant.key, centre: tenant.centre.number }));
  const request = await eventually(
    async () => (await system.owner('access_requests').whereNot({ state: 'none' }).first('id'))!.id as string,
  );
  await system.sleep(12 * 24 * HOUR);
  await stageIs(request, 'With staff');
  await operator.post(`/v1/access-requests/${request}/decline`, { reason: 'r' });
  await keep('access-request.reminded-to-staff-declined', `access-request/${request}`);

  const [administrator, second] = [
    await system.signIn(tenant.staff.administrator.email),
    await system.signIn(tenant.staff.administrator2.email),
  ];
  const body = { effectiveFrom: '2099-01-01', changes: { 'suspense.returnDays': 45 }, reason: 'r' };
  const proposal = (await administrator.post<{ id: string }>('/v1/policies', body)).body.id;
  await system.sleep(4 * 24 * HOUR);
  await second.post(`/v1/policies/${proposal}/approve`, { reason: 'r' });
  await keep('approval.reminded-approved', `approval/${proposal}`);

  const [{ id: task }] = await system.owner('work_items').limit(1).select('id');
  const bulk = await administrator.post<{ id: string }>('/v1/bulk-actions', {
    change: { what: 'note', text: 't' },
    over: { items: [task] },
  });
  await stageIs(bulk.body.id, 'Finished');
  await keep('bulk-action.finished', `bulk-action/${bulk.body.id}`);
}
