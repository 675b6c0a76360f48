import { v7 as uuid } from 'uuid';
import { takePrinterReport } from '../../db/cards/cards.commands';
import type { Told } from '../../domain/cards/printing';
import type { Ask } from '../../domain/commit';
import { firstPolicy } from '../../domain/policy';
import { nameIn, startOf } from '../../domain/processes';
import type { Instant } from '../../domain/working-days';
import { employee } from './application-cases';
import type { CaseLab } from './case-lab';
import type { Reach } from './cases';

const CARD = { type: 'craft', valid_from: '2026-11-20', valid_to: '2031-11-20' };

/** A card of a new employee that is approved, whose case opens. */
export async function cardApproved(lab: CaseLab, at: Instant): Promise<Ask> {
  const { person } = await employee(lab);
  const id = uuid();
  await lab.system.owner('cards').insert({ ...CARD, id, tenant_id: lab.tenant.id, person_id: person, state: 'approved' });
  const of = { owner: 'caseOperator', tenant: lab.tenant.id, organisation: lab.tenant.companies[0].id, policyVersion: firstPolicy.version };
  return lab.opening(startOf('card', id, of), at);
}

/** The printer reports a step of a job, which the case hears of. */
export const reportedBy =
  (told: Told, round = 1): Reach =>
  async (lab, process, at) => {
    await lab.inScope((trx) => takePrinterReport(trx, nameIn(process.businessId), { told, round }, at));
    return lab.wake(process, at);
  };

/** The holder's next card of this type is issued. */
export const nextIssued: Reach = async (lab, process, at) => {
  const { person_id } = await lab.system
    .owner('cards')
    .where({ id: nameIn(process.businessId) })
    .first('person_id');
  await lab.system
    .owner('cards')
    .insert({ ...CARD, id: uuid(), tenant_id: lab.tenant.id, person_id, state: 'issued', accepted_at: at, state_since: at });
  return lab.wake(process, at);
};
