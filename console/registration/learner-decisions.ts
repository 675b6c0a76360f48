import type { components } from '../kit/api';
import { data } from '../kit/client';
import type { Decision } from '../kit/decision';
import { reason } from '../kit/fields';
import { field, may, target, type Visit } from '../kit/page';
import { nameOf } from '../kit/learners';
import { cellsOf, lineFields } from './line-fields';

type Learner = components['schemas']['LearnerDetails'];
/** A learner with the name of the country of study, and what was charged and credited for him alone. */
export type WithFees = Learner & { countryName: string; fees: components['schemas']['AccountEntry'][] };

const VERSION = 'version';
/** What stays as it was registered; the ULN has a page of its own (LRN-1). */
const FIXED: ReadonlySet<string> = new Set(['uln', 'ethnicity', 'country', 'window', 'mode']);
const CHOICES = { countries: [], windows: [], modes: [], takesArrangements: true };
const EDITED: ReadonlySet<Learner['state']> = new Set(['registered', 'withdrawn', 'lapsed']);

/** A learner of the address with his fees, as far as the visitor may see them. */
export async function learnerOf(visit: Visit): Promise<WithFees> {
  const { api, params } = visit;
  const id = params['id']!;
  const [found, countries] = await Promise.all([
    data(api.GET('/v1/learners/{id}', { params: { path: { id } } })),
    data(api.GET('/v1/countries')),
  ]);
  const learner = { ...found, countryName: countries.items.find(({ code }) => code === found.country)?.name ?? found.country };
  if (!may(visit, 'viewInvoices')) return { ...learner, fees: [] };
  const query = { learner: id, organisation: learner.centre.id, limit: 50 };
  const { items } = await data(api.GET('/v1/centre-account', { params: { query } }));
  return { ...learner, fees: items };
}

const edit: Decision<WithFees> = {
  name: 'edit',
  permission: 'myLearners',
  link: 'Edit',
  isOpen: ({ state }) => EDITED.has(state),
  title: (learner) => `Edit ${nameOf(learner)}`,
  says: () => ['It is checked as a registration is. Arrangements go with the learner to every later paper booking.'],
  fields: ({ cells, version }) => [
    ...lineFields(cells, [], CHOICES).filter(({ name }) => !FIXED.has(name)),
    { name: VERSION, label: '', as: 'hidden', value: version },
  ],
  button: () => 'Save',
  act: async (visit, { id }) => {
    const { path, header } = target(visit).params;
    const params = { path, header: { ...header, 'If-Match': `"${field(visit, VERSION)}"` } };
    const learner = await data(visit.api.PUT('/v1/learners/{id}', { params, body: { cells: cellsOf(visit) } }));
    return { to: `/learners/${id}`, text: `${nameOf(learner)} is saved.` };
  },
};

const amend: Decision<WithFees> = {
  name: 'amend-name',
  permission: 'myLearners',
  link: 'Amend the name',
  isOpen: ({ state }) => state === 'certificated',
  title: (learner) => `Amend the name of ${nameOf(learner)}`,
  says: () => ['The fee of a replacement certificate is charged. A name can be amended for 90 days from the certification date.'],
  fields: ({ forename, middleNames, surname }) => [
    { name: 'forename', label: 'Forename', value: forename },
    { name: 'middleNames', label: 'Middle names', value: middleNames ?? '', isOptional: true },
    { name: 'surname', label: 'Surname', value: surname },
    reason(),
    { name: 'purchaseOrder', label: 'Purchase order', isOptional: true },
  ],
  button: () => 'Amend the name',
  isGrave: true,
  act: async (visit, { id }) => {
    const [middleNames, purchaseOrder] = [field(visit, 'middleNames'), field(visit, 'purchaseOrder')];
    const names = { forename: field(visit, 'forename'), surname: field(visit, 'surname'), ...(middleNames ? { middleNames } : {}) };
    const body = { ...names, reason: field(visit, 'reason'), ...(purchaseOrder ? { purchaseOrder } : {}) };
    const { learner } = await data(visit.api.POST('/v1/learners/{id}/amend-name', { ...target(visit), body }));
    return { to: `/learners/${id}`, text: `The name is ${nameOf(learner)} from now on.` };
  },
};

/** What is written of one learner (LRN-1, LRN-2). */
export const learnerDecisions: Decision<WithFees>[] = [edit, amend];
