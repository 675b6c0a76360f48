import { noteCalls } from '../../db/outages/circuits.commands';
import type { Ask } from '../../domain/commit';
import { firstPolicy } from '../../domain/policy';
import { startOf } from '../../domain/processes';
import type { Instant } from '../../domain/working-days';
import type { CaseLab } from './case-lab';
import type { Reach } from './cases';

const calls = (lab: CaseLab, ended: { failed: number; answered: boolean }, at: Instant): Promise<void> =>
  lab.inScope((trx) => noteCalls(trx, { tenant: lab.tenant.id, service: 'gateway', error: ended.answered ? null : '503', ...ended }, at));

/** The gateway goes down: an outage, which opens. */
export async function gatewayDown(lab: CaseLab, at: Instant): Promise<Ask> {
  await calls(lab, { failed: 3, answered: false }, at);
  const { id } = await lab.system.owner('outages').where({ tenant_id: lab.tenant.id }).orderBy('since', 'desc').first('id');
  const of = { owner: 'administrator', tenant: lab.tenant.id, organisation: null, policyVersion: firstPolicy.version };
  return lab.opening(startOf('outage', id, of), at);
}

/** The gateway answers again. */
export const gatewayAnswers = (lab: CaseLab, at: Instant): Promise<void> => calls(lab, { failed: 0, answered: true }, at);

/** And is down once more. */
export const gatewayDownAgain: Reach = async (lab, process, at) => {
  await calls(lab, { failed: 3, answered: false }, at);
  return lab.wake(process, at);
};
