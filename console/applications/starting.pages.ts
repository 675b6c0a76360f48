import type { Express } from 'express';
import type { components } from '../kit/api';
import { data } from '../kit/client';
import { serveFormPage, type FormPage } from '../kit/decision';
import { commandOf, field, type Visit } from '../kit/page';
import { plural } from '../kit/words';
import { CARD_TYPES } from '../kit/cards';
import { PURPOSES } from './application-words';

type Employee = components['schemas']['EmployeeDetails'];

const PURPOSE_CHOICES = Object.entries(PURPOSES) as [keyof typeof PURPOSES, string][];
const TYPES = Object.entries(CARD_TYPES) as [keyof typeof CARD_TYPES, string][];

/** The employees that were ticked on their list, or that the form before carries. */
function chosen({ queries, body }: Visit): string[] {
  return typeof body['chosen'] === 'string' ? body['chosen'].split(' ').filter(Boolean) : (queries['employee'] ?? []);
}

const starting: FormPage<Employee[]> = {
  path: '/applications/new',
  permission: 'fillInApplications',
  back: { href: '/employees', text: 'Employees' },
  subject: (visit) => Promise.all(chosen(visit).map((id) => data(visit.api.GET('/v1/employees/{id}', { params: { path: { id } } })))),
  title: (employees) => `Start ${plural(employees.length, 'application')}`,
  says: (employees) =>
    employees.length > 0
      ? ['Choose a type of card for each. Nothing is ordered or paid by this.']
      : ['You chose nobody: go back and choose employees.'],
  fields: (employees, visit) => [
    { name: 'chosen', label: '', as: 'hidden', value: chosen(visit).join(' ') },
    ...employees.flatMap(({ id, name, niNumber, hse }, index) => [
      {
        name: `type/${id}`,
        label: name,
        hint: `NI number ${niNumber ?? '–'}; H&S ${hse.expiresOn ?? 'none'}`,
        as: 'choice' as const,
        choices: TYPES,
        value: 'craft',
        pointer: `applications/${index}`,
      },
      {
        name: `purpose/${id}`,
        label: `What it is for, of ${name}`,
        as: 'choice' as const,
        choices: PURPOSE_CHOICES,
        value: 'initial',
        pointer: `applications/${index}/purpose`,
      },
    ]),
  ],
  button: (employees) => `START APPLICATIONS FOR ${plural(employees.length, 'EMPLOYEE', 'EMPLOYEES')}`,
  act: async (visit) => {
    const applications = chosen(visit).map((employee) => ({
      employee,
      cardType: field(visit, `type/${employee}`) as keyof typeof CARD_TYPES,
      purpose: field(visit, `purpose/${employee}`) as keyof typeof PURPOSES,
    }));
    const { items } = await data(visit.api.POST('/v1/applications', { params: commandOf(visit), body: { applications } }));
    return { to: '/applications', text: `${plural(items.length, 'application')} started: fill each in.` };
  },
};

/** Applications that are started for several employees at once (APP-1). */
export function startingPages(app: Express): void {
  serveFormPage(app, starting);
}
