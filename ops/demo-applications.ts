import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { TERMS } from '../domain/applications/terms';
import type { DemoClient, NodeAnswer } from './demo-client';

interface Employee {
  id: string;
  office: { id: string };
  applicationsInProgress: number;
}
interface Started {
  items: { id: string }[];
}
/** So many applications are made, of people who have none: two are left as they were started, one is filled in, five are finalised, of which three are paid. */
const MADE = 8;
const LABOURER = {
  ...{ phone: '01603 496000', email: 'office@brightwire.example', hseChoice: 'laterOnline' },
  ...{ occupation: 'electricalLabourer', grade: null, moreOccupations: [] },
};

/** Applications in each state up to *on hold* and *being produced*, of the seeded people; how many were made, none where most have one already. */
export async function makeApplications(client: DemoClient, key: string): Promise<number> {
  const { items: employees } = await client.as<{ items: Employee[] }>('employer', 'GET', '/v1/employees?limit=200');
  const free = employees.filter(({ applicationsInProgress }) => applicationsInProgress === 0).slice(0, MADE);
  if (free.length < MADE) return 0;
  const post = <Body>(path: string, body: object, who: 'employer' | 'finance' | 'second' = 'employer') =>
    client.as<Body>(who, 'POST', path, body, `${key}-${path}`);
  const applications = free.map(({ id: employee }) => ({ employee, cardType: 'craft' }));
  const ids = (await post<Started>('/v1/applications', { applications })).items.map(({ id }) => id);
  const photo = await sharp({ create: { width: 900, height: 1150, channels: 3, background: '#7b8794' } })
    .jpeg()
    .toBuffer();
  for (const [index, id] of ids.slice(2).entries()) {
    await client.as('employer', 'PUT', `/v1/applications/${id}/form`, LABOURER, `${key}-form-${id}`);
    await client.as('employer', 'POST', `/v1/applications/${id}/photo`, new Uint8Array(photo), `${key}-photo-${id}`);
    if (index > 0) await post(`/v1/applications/${id}/finalise`, { terms: TERMS.version, understandsHsePending: true });
  }
  const [office] = free.map((each) => each.office.id);
  const nodes = (await client.as<{ items: NodeAnswer[] }>('employer', 'GET', '/v1/nodes')).items;
  const order = (purchaseOrder: string) =>
    client.as<{ id: string }>(
      'employer',
      'POST',
      '/v1/application-orders',
      {
        ...{ purchaseOrder, level: nodes.find(({ kind }) => kind === 'company')!.id, accountsContact: 'Accounts', attentionOf: null },
        ...{ billingOffice: office, deliveryOffice: office },
      },
      `${key}-${purchaseOrder}`,
    );
  const paid = await order('PO 7001');
  await post(`/v1/application-orders/${paid.id}/add`, { applications: ids.slice(4, 7) });
  await post(`/v1/application-orders/${paid.id}/close`, {});
  const { id: payment } = await post<{ id: string }>('/v1/order-payments', { order: paid.id, reason: 'paid by cheque' }, 'finance');
  await post(`/v1/order-payments/${payment}/approve`, { reason: 'seen at the bank' }, 'second');
  await verified(client, ids[4]!, key);
  const open = await order('PO 7002');
  await post(`/v1/application-orders/${open.id}/add`, { applications: ids.slice(7) });
  return MADE;
}

/** A case operator verifies photo and identity by hand of one that is held for them alone: it is produced. */
async function verified(client: DemoClient, id: string, key: string): Promise<void> {
  const path = `/v1/applications/${id}`;
  while ((await client.as<{ state: string }>('operator', 'GET', path)).state !== 'onHold') await pause(200);
  await client.as('operator', 'POST', `${path}/accept-identity`, { reason: 'passport seen' }, `${key}-identity`);
}
