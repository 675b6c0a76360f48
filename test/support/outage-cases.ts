import { noteCalls } from '../../db/outages/circuits.commands';
import type { Ask } from '../../domain/commit';
import { services, type Service } from '../../domain/outages/service';
import { firstPolicy } from '../../domain/policy';
import { nameIn, startOf, type ProcessStart } from '../../domain/processes';
import type { Instant } from '../../domain/working-days';
import type { CaseLab } from './case-lab';
import type { Reach } from './cases';

const calls = (lab: CaseLab, service: Service, ended: { failed: number; answered: boolean }, at: Instant): Promise<void> =>
  lab.inScope((trx) => noteCalls(trx, { tenant: lab.tenant.id, service, error: ended.answered ? null : '503', ...ended }, at));
const outageOf = (lab: CaseLab, process: ProcessStart): Promise<{ service: Service }> =>
  lab.system
    .owner('outages')
    .where({ id: nameIn(process.businessId) })
    .first('service');

/** A service of the tenant that has never been away goes down: an outage, which opens. */
export async function serviceDown(lab: CaseLab, at: Instant): Promise<Ask> {
  const known: string[] = await lab.system.owner('outages').where({ tenant_id: lab.tenant.id }).pluck('service');
  const service = services.find((each) => !known.includes(each))!;
  await calls(lab, service, { failed: 3, answered: false }, at);
  const { id } = await lab.system.owner('outages').where({ tenant_id: lab.tenant.id, service }).first('id');
  const of = { owner: 'administrator', tenant: lab.tenant.id, organisation: null, policyVersion: firstPolicy.version };
  return lab.opening(startOf('outage', id, of), at);
}

/** It answers again. */
export async function serviceAnswers(lab: CaseLab, process: ProcessStart, at: Instant): Promise<void> {
  await calls(lab, (await outageOf(lab, process)).service, { failed: 0, answered: true }, at);
}

/** And is down once more. */
export const serviceDownAgain: Reach = async (lab, process, at) => {
  await calls(lab, (await outageOf(lab, process)).service, { failed: 3, answered: false }, at);
  return lab.wake(process, at);
};
