import { v7 as uuid } from 'uuid';
import type { Ask } from '../../domain/commit';
import { firstPolicy } from '../../domain/policy';
import { nameIn, startOf, type ProcessStart } from '../../domain/processes';
import { dateLater, londonDate, type Instant } from '../../domain/working-days';
import type { CaseLab } from './case-lab';
import type { CaseStory, Reach } from './cases';
import { seedProducts, ulnOf } from './registrations';

const PRODUCT = 'LAB';
const NOTHING_CHOSEN = { session: null, batch: null, learnerAddress: null, certificateAddress: null, window: null, mode: null };

/** A file of two learners that nobody knew before is sent by the centre. */
async function fileSent(lab: CaseLab, at: Instant): Promise<Ask> {
  const { owner } = lab.system;
  const { id: tenant_id, centre } = lab.tenant;
  const known = await owner('products').where({ tenant_id, code: PRODUCT }).first('id');
  const product: string = known ? known.id : (await seedProducts(owner, lab.tenant, [{ code: PRODUCT }]))[PRODUCT]!;
  const id = uuid();
  const of = { tenant_id, organisation_id: centre.id };
  const file = { way: 'single', file_name: 'learners.csv', rows_read: 2, made_by: centre.user.id, made_at: at };
  await owner('registrations').insert({ ...of, ...file, id, state: 'none', state_since: at });
  await owner('registration_groups').insert({
    ...of,
    id: uuid(),
    registration_id: id,
    position: 0,
    product_code: PRODUCT,
    product_id: product,
  });
  const start = startOf('registration', id, {
    owner: 'caseOperator',
    tenant: tenant_id,
    organisation: centre.id,
    policyVersion: firstPolicy.version,
  });
  return lab.command(start, centre.user, 'send', { isCheckOnly: false, isKeyedIn: false }, at);
}

/** Its last row is checked, as the worker leaves it; nobody has told the case yet. */
async function fileChecked(lab: CaseLab, process: ProcessStart, at: Instant): Promise<void> {
  const { owner } = lab.system;
  const registration_id = nameIn(process.businessId);
  const { id: group_id } = await groupOf(lab, process);
  const before = Number((await owner('registration_lines').where({ tenant_id: lab.tenant.id }).count('id as lines').first())!['lines']);
  const learner = {
    forename: 'Ann',
    middleNames: null,
    surname: 'Lab',
    birthDate: '2005-04-03',
    gender: 'F',
    ethnicity: '99',
    country: 'GB',
  };
  const rest = { centreReference: null, postcode: null, startOn: null, plannedEndOn: null, contactEmail: null, window: null, mode: null };
  const of = { tenant_id: lab.tenant.id, organisation_id: lab.tenant.centre.id, registration_id, group_id, cells: '{}' };
  for (const row of [1, 2]) {
    const needs = { arrangements: [], modifications: {}, uln: ulnOf(before + row) };
    await owner('registration_lines').insert({ ...of, id: uuid(), row, learner: JSON.stringify({ ...learner, ...rest, ...needs }) });
  }
  await owner('registrations').where({ id: registration_id }).update({ rows_checked: 2, checked_at: at });
}

/** The same, and the case hears of it. */
const checkedFile: Reach = async (lab, process, at) => {
  await fileChecked(lab, process, at);
  return lab.wake(process, at);
};

/** The centre confirms its group. */
const groupConfirmed: Reach = async (lab, process, at) => {
  const { id: group } = await groupOf(lab, process);
  return lab.command(process, lab.tenant.centre.user, 'confirm', { group, ...NOTHING_CHOSEN }, at, { purchaseOrder: 'PO' });
};

/** The same where the product is booked with the registration: an assessment on screen, on a day outside windows (REG-17). */
const groupBooked: Reach = async (lab, process, at) => {
  const { owner } = lab.system;
  const components = JSON.stringify([{ code: 'T', title: 'Test', form: 'onScreen' }]);
  await owner('product_versions').where({ tenant_id: lab.tenant.id }).update({ books_on_registration: true, components });
  const { id: group } = await groupOf(lab, process);
  const sittings = [{ component: 'T', assessmentOn: dateLater(londonDate(at), 30), time: '09:30', accepts: null }];
  const booking = { sittings, hasLocation: true, address: null, isQuote: false };
  const texts = { purchaseOrder: 'PO', location: 'Hall' };
  return lab.command(process, lab.tenant.centre.user, 'confirm', { group, ...NOTHING_CHOSEN, booking }, at, texts);
};

/** The centre undoes its group. */
const groupUndone: Reach = async (lab, process, at) => {
  const { id: group } = await groupOf(lab, process);
  return lab.command(process, lab.tenant.centre.user, 'undo', { group }, at);
};

/** The centre gives it up. */
const givenUp: Reach = (lab, process, at) => lab.command(process, lab.tenant.centre.user, 'discard', {}, at);

/** No try to check it is left; it is then checked again. */
const checkFailed: Reach = async (lab, process, at) => lab.news(process, 'failed', '1', '1', at);
const checkedAgain: Reach = (lab, process, at) => lab.command(process, lab.tenant.centre.user, 'retry', {}, at);

function groupOf(lab: CaseLab, process: ProcessStart): Promise<{ id: string }> {
  return lab.system
    .owner('registration_groups')
    .where({ registration_id: nameIn(process.businessId) })
    .first('id');
}

/** A registration by a file: how it is made, and all that reaches it. */
export const registrationStory = {
  open: fileSent,
  ready: [checkedFile],
  commands: { confirmed: groupConfirmed, discarded: givenUp },
  ways: {
    'registered and undone': [checkedFile, groupConfirmed, groupUndone],
    'registered with its bookings, and undone with them': [checkedFile, groupBooked, groupUndone],
    'not checked, then checked again': [checkFailed, checkedAgain, checkedFile],
  },
  unheard: fileChecked,
} satisfies CaseStory;
