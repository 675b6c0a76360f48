import { v7 as uuid } from 'uuid';
import { keepAnswer } from '../../db/qualifications/examinations.commands';
import { GivingRow } from '../../db/qualifications/qualification.model';
import { giveMore, giveQualification } from '../../db/qualifications/qualifications.commands';
import { firstPolicy } from '../../domain/policy';
import { nameIn, startOf, type ProcessStart } from '../../domain/processes';
import type { Ask } from '../../domain/commit';
import type { Instant } from '../../domain/working-days';
import type { CaseLab } from './case-lab';
import type { Reach } from './cases';
import { CERTIFICATE } from './qualifications';

/** Details of a certificate of the tenant's individual, entered by somebody of the first company at an instant. */
export async function enteredAt(lab: CaseLab, at: Instant): Promise<Ask> {
  const [company] = lab.tenant.companies;
  const asked = await lab.asked(company.user, {}, at);
  const { person_id: person } = await lab.system.owner('users').where({ id: lab.tenant.individual.id }).first('person_id');
  const of = { tenant: lab.tenant.id, organisation: company.id, person };
  const { kind, fields: entry } = CERTIFICATE;
  const id = await lab.inScope((trx) => giveQualification(trx, of, { kind, entry }, asked, at));
  return lab.opening(startOf('qualification', id, { ...of, owner: 'caseOperator', policyVersion: firstPolicy.version }), at);
}

/** The awarding body knows it: nobody has told the case. */
export async function answeredAt(lab: CaseLab, process: ProcessStart, at: Instant): Promise<void> {
  await lab.inScope(async (trx) => {
    const giving = await GivingRow.query(trx)
      .findOne({ qualification_id: nameIn(process.businessId) })
      .throwIfNotFound();
    // A number of nobody else's: labs hold many of one story.
    await keepAnswer(trx, giving, 'confirmed', { number: uuid(), awardedOn: '2019-07-12' }, at);
  });
}

/** A document is given where more is asked for, and the case is woken. */
export const documentGiven: Reach = async (lab, process, at) => {
  const id = nameIn(process.businessId);
  const { state } = await lab.system.owner('qualifications').where({ id }).first('state');
  if (state !== 'moreAsked') return lab.wake(process, at);
  const asked = await lab.asked(lab.tenant.companies[0].user, {}, at);
  const file = { name: 'certificate.pdf', type: 'application/pdf', content: Buffer.from('%PDF-1.7') };
  await lab.inScope((trx) => giveMore(trx, { id, organisation: lab.tenant.companies[0].id }, { file, ring: lab.deps().ring }, asked, at));
  return lab.wake(process, at);
};

/** The person contests it. */
export const contesting: Reach = (lab, process, at) => lab.command(process, lab.tenant.individual, 'contest', {}, at);
