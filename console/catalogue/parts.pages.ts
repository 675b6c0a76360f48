import type { Express } from 'express';
import type { components } from '../kit/api';
import { stateTag } from '../kit/cells';
import { data } from '../kit/client';
import { editOf, versionOf } from '../kit/edits';
import { serveFormPage, type FormPage } from '../kit/decision';
import type { Field } from '../kit/fields';
import { serveList, type List } from '../kit/list';
import { commandOf, field, type Visit } from '../kit/page';

type Unit = components['schemas']['Unit'];
type Suite = components['schemas']['Suite'];
type Country = components['schemas']['Country'];

const creditsOf = (visit: Visit) => (field(visit, 'credits') === '' ? null : Number(field(visit, 'credits')));
const unitFields = (unit?: Unit): Field[] => [
  { name: 'title', label: 'Title of the unit', value: unit?.title },
  { name: 'level', label: 'Level', value: unit?.level ?? '', isOptional: true },
  { name: 'credits', label: 'Credits', as: 'number', value: unit?.credits ?? '', isOptional: true },
];

const units: List<'/v1/units'> = {
  path: '/units',
  title: 'Units',
  order: 'By code',
  from: '/v1/units',
  isPaged: true,
  perPage: 12,
  filters: [{ name: 'search', label: 'Code or title' }],
  columns: [
    { head: 'Code', of: ({ id, code }) => ({ text: code, href: `/units/${id}/change` }) },
    { head: 'Title', of: ({ title }) => title },
    { head: 'Level', of: ({ level }) => level },
    { head: 'Credits', of: ({ credits }) => credits },
  ],
  things: ['unit', 'units'],
  nothing: 'There is no unit: make one below.',
  form: {
    title: 'Make a unit',
    permission: 'catalogue',
    fields: () => [{ name: 'code', label: 'Code of the unit' }, ...unitFields()],
    button: 'Make the unit',
    act: async (visit) => {
      const body = {
        code: field(visit, 'code'),
        title: field(visit, 'title'),
        level: field(visit, 'level') || null,
        credits: creditsOf(visit),
      };
      await data(visit.api.POST('/v1/units', { params: commandOf(visit), body }));
      return { to: '/units', text: `The unit ${body.code} is made.` };
    },
  },
};
const unit: FormPage<Unit> = {
  path: '/units/:id/change',
  permission: 'catalogue',
  back: { href: '/units', text: 'Units' },
  subject: ({ api, params }) => data(api.GET('/v1/units/{id}', { params: { path: { id: params['id']! } } })),
  title: ({ code }) => `Change the unit ${code}`,
  says: () => ['Every product that it belongs to shows it so.'],
  fields: (subject) => [...unitFields(subject), versionOf(subject)],
  button: ({ code }) => `Change ${code}`,
  act: async (visit) => {
    const body = { title: field(visit, 'title'), level: field(visit, 'level') || null, credits: creditsOf(visit) };
    const { code } = await data(visit.api.POST('/v1/units/{id}/change', { params: editOf(visit), body }));
    return { to: '/units', text: `The unit ${code} is changed.` };
  },
};

const suites: List<'/v1/suites'> = {
  path: '/suites',
  title: 'Suites',
  order: 'By code',
  from: '/v1/suites',
  isPaged: false,
  columns: [
    { head: 'Code', of: ({ id, code }) => ({ text: code, href: `/suites/${id}/change` }) },
    { head: 'Name', of: ({ name }) => name },
  ],
  things: ['suite', 'suites'],
  nothing: 'There is no suite: make one below.',
  form: {
    title: 'Make a suite',
    says: 'Within a suite learners are topped up or down.',
    permission: 'catalogue',
    fields: () => [
      { name: 'code', label: 'Code of the suite' },
      { name: 'name', label: 'Name of the suite' },
    ],
    button: 'Make the suite',
    act: async (visit) => {
      const body = { code: field(visit, 'code'), name: field(visit, 'name') };
      await data(visit.api.POST('/v1/suites', { params: commandOf(visit), body }));
      return { to: '/suites', text: `The suite ${body.code} is made.` };
    },
  },
};
const suite: FormPage<Suite> = {
  path: '/suites/:id/change',
  permission: 'catalogue',
  back: { href: '/suites', text: 'Suites' },
  subject: ({ api, params }) => data(api.GET('/v1/suites/{id}', { params: { path: { id: params['id']! } } })),
  title: ({ code }) => `Rename the suite ${code}`,
  says: () => [],
  fields: (subject) => [{ name: 'name', label: 'Name of the suite', value: subject.name }, versionOf(subject)],
  button: ({ code }) => `Rename ${code}`,
  act: async (visit) => {
    const { code } = await data(visit.api.POST('/v1/suites/{id}/change', { params: editOf(visit), body: { name: field(visit, 'name') } }));
    return { to: '/suites', text: `The suite ${code} is renamed.` };
  },
};

const countries: List<'/v1/countries'> = {
  path: '/countries',
  title: 'Countries of study',
  order: 'By name',
  from: '/v1/countries',
  isPaged: false,
  perPage: 20,
  columns: [
    { head: 'Code', of: ({ id, code }) => ({ text: code, href: `/countries/${id}/change` }) },
    { head: 'Name', of: ({ name }) => name },
    { head: 'State', of: ({ withdrawnAt }) => stateTag(withdrawnAt ? 'withdrawn' : 'active') },
    { head: 'Withdrawn', of: ({ withdrawnAt }) => ({ moment: withdrawnAt }) },
  ],
  things: ['country', 'countries'],
  nothing: 'There is no country: add one below.',
  form: {
    title: 'Add a country',
    permission: 'catalogue',
    fields: () => [
      { name: 'code', label: 'Code of the country', hint: 'Two capital letters' },
      { name: 'name', label: 'Name of the country' },
    ],
    button: 'Add the country',
    act: async (visit) => {
      const body = { code: field(visit, 'code'), name: field(visit, 'name') };
      await data(visit.api.POST('/v1/countries', { params: commandOf(visit), body }));
      return { to: '/countries', text: `${body.name} is added.` };
    },
  },
};
const country: FormPage<Country> = {
  path: '/countries/:id/change',
  permission: 'catalogue',
  back: { href: '/countries', text: 'Countries of study' },
  subject: ({ api, params }) => data(api.GET('/v1/countries/{id}', { params: { path: { id: params['id']! } } })),
  title: ({ name }) => `Change ${name}`,
  says: () => ['Nobody new studies in a country that is withdrawn; who is registered stays as he is.'],
  fields: (subject) => [
    { name: 'name', label: 'Name of the country', value: subject.name },
    { name: 'isWithdrawn', label: 'It is withdrawn', as: 'tick', value: subject.withdrawnAt ? 'yes' : '' },
    versionOf(subject),
  ],
  button: ({ name }) => `Change ${name}`,
  act: async (visit) => {
    const body = { name: field(visit, 'name'), isWithdrawn: field(visit, 'isWithdrawn') === 'yes' };
    const { name } = await data(visit.api.POST('/v1/countries/{id}/change', { params: editOf(visit), body }));
    return { to: '/countries', text: `${name} is changed.` };
  },
};

/** What products are made of and kept by: units, suites, countries of study (REG-18, REG-6). */
export function partPages(app: Express): void {
  serveList(app, units);
  serveFormPage(app, unit);
  serveList(app, suites);
  serveFormPage(app, suite);
  serveList(app, countries);
  serveFormPage(app, country);
}
