import { v7 as uuid } from 'uuid';
import { addToOrder, closeOrder, createOrder } from '../../db/applications/application-orders.commands';
import { keepFile } from '../../db/access/files.commands';
import { leave } from '../../db/people/employments.commands';
import { fillIn, startApplications, type FilledIn } from '../../db/applications/applications.commands';
import { priceOfCard } from '../../domain/applications/application-order';
import { firstPolicy } from '../../domain/policy';
import { nameIn, startOf } from '../../domain/processes';
import { totalOf } from '../../domain/orders/invoice';
import { londonDate, type Instant } from '../../domain/working-days';
import type { CaseLab } from './case-lab';
import type { Reach } from './cases';
import { AGREED } from './applications';

const BEFORE = '2026-11-20T09:00:00.000Z';
/** Everything that a manager's application asks for, the assessment to come: a case operator looks at the experience. */
export const MANAGER: FilledIn = {
  phone: '01603 496000',
  email: 'office@brightwire.example',
  hseChoice: 'laterOnline',
  occupation: 'electricalManager',
  grade: null,
  moreOccupations: [],
};

/** The same of a qualified supervisor, whose status is to be endorsed. */
export const SUPERVISOR: FilledIn = { ...MANAGER, grade: 'qualifiedSupervisor' };

/** An employee of a lab's first company whom nobody knew before, at its first office; answers person and employment. */
export async function employee({ system, tenant }: CaseLab): Promise<{ person: string; employment: string }> {
  const [person, employment] = [uuid(), uuid()];
  const [company] = tenant.companies;
  const of = { tenant_id: tenant.id, person_id: person };
  await system
    .owner('persons')
    .insert({ id: person, tenant_id: tenant.id, given_name: 'Ann', family_name: 'Apply', birth_date: '1990-01-01' });
  const file = uuid();
  await system.owner('files').insert({
    ...{ ...of, id: file, entity_id: person, name: 'photo.jpg', type: 'image/jpeg', bytes: 1, sha256: Buffer.from('1') },
    ...{ content: Buffer.from('1'), uploaded_by: company.user.id, uploaded_at: BEFORE },
  });
  await system.owner('photos').insert({
    ...{ ...of, id: uuid(), file_id: file, given_at: BEFORE, given_by: company.user.id },
    ...{ verified_at: BEFORE, valid_from: '2026-01-01', valid_to: '2031-01-01' },
  });
  await system.owner('employments').insert({
    ...of,
    id: employment,
    organisation_id: company.id,
    node_id: company.offices[0],
    started_on: '2026-01-05',
    declaration: 'declared',
    declared_by: company.user.id,
    declared_at: BEFORE,
  });
  return { person, employment };
}

/** The finalising of a filled-in draft of a new employee. */
export async function finalising(lab: CaseLab, at: Instant, form: FilledIn = MANAGER) {
  const [company] = lab.tenant.companies;
  const id = await drafted(lab, form);
  const of = { owner: 'caseOperator', tenant: lab.tenant.id, organisation: company.id, policyVersion: firstPolicy.version };
  return lab.command(startOf('application', id, of), company.user, 'finalise', AGREED, at);
}

/** The asking for an exemption of a new employee, with a file about his draft. */
export async function askingExemption(lab: CaseLab, at: Instant) {
  const [company] = lab.tenant.companies;
  const application = await drafted(lab, MANAGER);
  const asked = await lab.asked(company.user, {}, BEFORE);
  const owner = {
    tenant: lab.tenant.id,
    organisation: company.id,
    entity: { type: 'application', id: application },
    user: company.user.id,
  };
  const file = { name: 'letter.pdf', type: 'application/pdf', content: Buffer.from('%PDF-1.7') };
  const evidence = await lab.inScope((trx) => keepFile(trx, owner, file, lab.deps().ring, asked, BEFORE));
  const of = { owner: 'caseOperator', tenant: lab.tenant.id, organisation: company.id, policyVersion: firstPolicy.version };
  return lab.command(startOf('exemption', uuid(), of), company.user, 'ask', { application, evidence }, at);
}

async function drafted(lab: CaseLab, form: FilledIn): Promise<string> {
  const [company] = lab.tenant.companies;
  const { employment } = await employee(lab);
  const asked = await lab.asked(company.user, {}, BEFORE);
  return lab.inScope(async (trx) => {
    const about = { tenant: lab.tenant.id, organisation: company.id, nodes: null, policy: firstPolicy };
    const [made] = await startApplications(trx, about, [{ employee: employment, cardType: 'craft' }], asked, BEFORE);
    await fillIn(trx, made!, form, asked, BEFORE);
    return made!;
  });
}

/** It is put on an order, which is closed and paid at an instant; the case hears of all of it at once. */
export const paidFor: Reach = async (lab, process, at) => {
  await payFor(lab, nameIn(process.businessId), at);
  return lab.wake(process, at);
};

/** Puts an application on an order and pays it, once, without telling its case. */
export async function payFor(lab: CaseLab, application: string, at: Instant): Promise<void> {
  if (await lab.system.owner('application_order_lines').where({ application_id: application }).first('id')) return;
  const [company] = lab.tenant.companies;
  const asked = await lab.asked(company.user, {}, at);
  const [office] = company.offices;
  const order = {
    ...{ nodeId: company.company, purchaseOrder: 'PO', billingOfficeId: office, deliveryOfficeId: office },
    ...{ accountsContact: 'Ann', attentionOf: null, cardsGoTo: 'deliveryOffice' as const },
  };
  const id = await lab.inScope(async (trx) => {
    const made = await createOrder(trx, { tenant: lab.tenant.id, organisation: company.id }, order, asked, at);
    await addToOrder(trx, made, { applications: [application] }, asked, at);
    await closeOrder(trx, made, firstPolicy, asked, at);
    return made;
  });
  const of = { owner: 'finance', tenant: lab.tenant.id, organisation: null, policyVersion: firstPolicy.version };
  const process = startOf('approval', uuid(), of);
  const { finance, finance2 } = lab.tenant.staff;
  const { pence, vat } = totalOf([priceOfCard([], 'craft', londonDate(at), firstPolicy.cards)]);
  const proposal = { what: 'orderPayment', order: id, pence, vat };
  await lab.commit(await lab.command(process, finance, 'propose', { proposal }, at, { reason: 'by cheque' }));
  await lab.commit(await lab.command(process, finance2, 'approve', {}, at));
}

/** The employee leaves the employer; the case hears of it. */
export const leaving: Reach = async (lab, process, at) => {
  const [company] = lab.tenant.companies;
  const { person_id: person } = await lab.system
    .owner('applications')
    .where({ id: nameIn(process.businessId) })
    .first('person_id');
  const { id } = await lab.system.owner('employments').where({ person_id: person, organisation_id: company.id }).first('id');
  const asked = await lab.asked(company.user, {}, at);
  await lab.inScope((trx) => leave(trx, { tenant: lab.tenant.id, organisation: company.id }, [id], null, asked, at));
  return lab.wake(process, at);
};
