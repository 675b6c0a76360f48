import type { Express } from 'express';
import type { components } from '../kit/api';
import { dayOf, type Tag } from '../kit/cells';
import { serveCase, type CasePage } from '../kit/case';
import { data } from '../kit/client';
import { serveFormPage, type FormPage } from '../kit/decision';
import { atLevel, ofOrganisation } from '../kit/level';
import { serveList, type List } from '../kit/list';
import { commandOf, may, type Visit } from '../kit/page';
import { plural, words } from '../kit/words';

type Employee = components['schemas']['Employee'];
type Details = components['schemas']['EmployeeDetails'];

const HSE: Record<Employee['hse']['status'], Tag> = {
  inDate: { text: 'In date', colour: 'green' },
  expired: { text: 'Expired', colour: 'red' },
  none: { text: 'None', colour: 'grey' },
};
const hseOf = ({ hse }: Employee) => ({ text: hse.expiresOn ? dayOf(hse.expiresOn) : '', tags: [HSE[hse.status]] });
const cardsOf = ({ cards }: Employee) => cards.map(({ number, validTo }) => `${number}, valid to ${dayOf(validTo)}`).join('; ');

const HSE_STATUSES = [
  ['inDate', 'In date'],
  ['expired', 'Expired'],
  ['none', 'None'],
] as const;

const list: List<'/v1/employees'> = {
  path: '/employees',
  title: 'Employees',
  order: 'By name',
  from: '/v1/employees',
  isPaged: true,
  always: atLevel,
  filters: [
    { name: 'search', label: 'A part of the name' },
    { name: 'hse', label: 'H&S status', choices: HSE_STATUSES },
    { name: 'sort', label: 'Sorted by', any: 'Name', choices: [['startedOn', 'Start of work']] },
  ],
  ownFilters: ofOrganisation,
  columns: [
    { head: 'Name', of: ({ id, name }) => ({ text: name, href: `/employees/${id}` }) },
    { head: 'Office', of: ({ office }) => office.name },
    { head: 'Since', of: ({ startedOn }) => ({ day: startedOn }) },
    { head: 'Applications in progress', of: ({ applicationsInProgress }) => applicationsInProgress },
    { head: 'Card numbers', of: cardsOf },
    { head: 'H&S status', of: hseOf },
  ],
  things: ['employee', 'employees'],
  nothing: 'You have no employees yet: add one.',
  choose: { name: 'employee', value: ({ id }) => id, words: ({ name }) => name },
  template: 'employees',
  beside: async (visit) => ({
    mayAdd: may(visit, 'addEmployees'),
    mayRemove: may(visit, 'removeEmployees'),
    mayApply: may(visit, 'fillInApplications'),
  }),
};

/** The same of those whose card runs out within three months, or has (EMP-5). */
const expiring: List<'/v1/employees'> = {
  ...list,
  path: '/expiring-cards',
  title: 'Cards expiring within 3 months or expired',
  order: 'The first to run out first',
  always: (visit) => ({ cards: 'expiring' as const, ...atLevel(visit) }),
  filters: [{ name: 'search', label: 'A part of the name' }],
  nothing: 'No card runs out within three months.',
};

/** The employees that were ticked on the list, or that the form before carries. */
function chosen({ queries, body }: Visit): string[] {
  return typeof body['chosen'] === 'string' ? body['chosen'].split(' ').filter(Boolean) : (queries['employee'] ?? []);
}

const leaving: FormPage<Employee[]> = {
  path: '/employees/leave',
  permission: 'removeEmployees',
  back: { href: '/employees', text: 'Employees' },
  subject: (visit) => Promise.all(chosen(visit).map((id) => data(visit.api.GET('/v1/employees/{id}', { params: { path: { id } } })))),
  title: (employees) => `${plural(employees.length, 'employee')} ${employees.length === 1 ? 'leaves' : 'leave'}`,
  says: (employees) => [
    employees.map(({ name, office }) => `${name}, ${office.name}`).join('; ') || 'You chose none: go back and choose who leaves.',
    'They leave today. You see them no more; their records and cards stay.',
  ],
  fields: (_employees, visit) => [{ name: 'chosen', label: '', as: 'hidden', value: chosen(visit).join(' ') }],
  button: (employees) => `LEAVE ${plural(employees.length, 'EMPLOYEE', 'EMPLOYEES')}`,
  isGrave: true,
  act: async (visit) => {
    const body = { employees: chosen(visit) };
    const { items } = await data(visit.api.POST('/v1/employments/leave', { params: commandOf(visit), body }));
    const left = items.filter(({ outcome }) => outcome === 'left').length;
    const others = items.length - left;
    const had = others === 0 ? '' : ` ${plural(others, 'other')} had left already.`;
    return { to: '/employees', text: `${plural(left, 'employee')} ${left === 1 ? 'has' : 'have'} left.${had}` };
  },
};

const one: CasePage<Details> = {
  path: '/employees/:id',
  subject: ({ api, params }) => data(api.GET('/v1/employees/{id}', { params: { path: { id: params['id']! } } })),
  title: ({ name }) => name,
  decisions: [],
  isWorkedOn: false,
  related: ({ id }, visit) =>
    may(visit, 'fillInApplications') ? [{ href: `/applications/new?employee=${id}`, text: 'Create New Application Now' }] : [],
  facts: (employee) => [
    ['Registration number', employee.registrationNumber],
    ['Birth date', { day: employee.birthDate }],
    ['NI number', employee.niNumber],
    ['Gender', employee.gender && words(employee.gender)],
    ['Address', [...employee.address.lines, employee.address.postcode].filter(Boolean).join(', ') || null],
    ['E-mail address', employee.email],
    ['Mobile number', employee.mobile],
    ['Office', employee.office.name],
    ['Since', { day: employee.startedOn }],
    ['Applications in progress', employee.applicationsInProgress],
    ['Card numbers', cardsOf(employee)],
    ['H&S status', hseOf(employee)],
    ['Declaration', employee.declaration.words],
    ['Declared', { moment: employee.declaration.at }],
  ],
};

/** An employer's current employees, and those who leave (EMP-3, EMP-5). */
export function employeePages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serveList(app, list);
    serveList(app, expiring);
    serveFormPage(app, leaving);
    serveCase(app, apiUrl, one);
  };
}
