import type { Express } from 'express';
import { data, keyed } from '../kit/client';
import { serveDecisions, type Decided, type Decision } from '../kit/decision';
import { field, target, type Visit } from '../kit/page';
import { plural } from '../kit/words';
import { cellsOf, lineFields, type Choices } from './line-fields';
import { productOfCode } from './registration-products';
import { isOpenFor, registrationOf, type Line, type Registration } from './registration-words';

/** A registration with the line that an address names, or the one to be keyed in, and what its form has to choose from. */
interface Subject {
  registration: Registration;
  line: Line | null;
  choices: Choices;
}

/** What a form of a new learner begins with: what is meant where nothing is told (REG-4). */
const BLANK = { ethnicity: '99', country: 'GB' };
const VERSION = 'version';

const nameOf = ({ cells, row }: Line) => [cells['forename'], cells['surname']].filter(Boolean).join(' ') || `row ${row}`;
const linePath = ({ params, body }: Visit) => ({ path: { id: params['line']! }, header: keyed(body['key']) });
const isOpen = ({ registration }: Subject, visit: Visit) => isOpenFor(registration, visit);
const told = ({ faults }: Line) => {
  const wrong = faults.filter(({ isWarning }) => !isWarning).length;
  return wrong === 0 ? '' : `, with ${plural(wrong, 'fault')} to mend`;
};

const add: Decision<Subject> = {
  name: 'lines/new',
  permission: 'makeRegistrations',
  link: 'Add a learner',
  isOpen: (subject, visit) => isOpen(subject, visit) && subject.registration.way === 'keyIn',
  title: ({ registration }) => `Add a learner to ${registration.groups[0]?.productCode ?? registration.reference}`,
  says: ({ registration }) => [
    `${plural(registration.groups[0]?.lines ?? 0, 'learner')} added so far. Nobody is registered before you confirm.`,
    'A learner whom you do not add is lost: what stands in this form is kept by its button alone.',
  ],
  fields: ({ choices }) => lineFields(BLANK, [], choices),
  button: () => 'Add the learner',
  act: async (visit, { registration: { id, reference } }) => {
    const line = await data(visit.api.POST('/v1/registrations/{id}/lines', { ...target(visit), body: { cells: cellsOf(visit) } }));
    const text = `${nameOf(line)} is added${told(line)}. Add another one, or see`;
    return { to: `/registrations/${id}/lines/new`, text, link: { href: `/registrations/${id}#lines`, text: `registration ${reference}` } };
  },
};

const edit: Decision<Subject> = {
  name: 'lines/:line/edit',
  permission: 'makeRegistrations',
  link: 'Edit',
  isOpen,
  title: ({ line }) => `Edit ${nameOf(line!)}`,
  says: ({ line }) => (line!.faults.length === 0 ? [] : line!.faults.map(({ detail, remedy }) => `${detail}. ${remedy}`)),
  fields: ({ line, choices }) => [
    ...lineFields(line!.cells, line!.faults, choices),
    { name: VERSION, label: '', as: 'hidden', value: line!.version },
  ],
  button: () => 'Save',
  act: async (visit, { registration: { id } }) => {
    const { path, header } = linePath(visit);
    const params = { path, header: { ...header, 'If-Match': `"${field(visit, VERSION)}"` } };
    const line = await data(visit.api.PUT('/v1/registration-lines/{id}', { params, body: { cells: cellsOf(visit) } }));
    return { to: `/registrations/${id}`, text: `${nameOf(line)} is saved${told(line)}.` };
  },
};

const remove: Decision<Subject> = {
  name: 'lines/:line/remove',
  permission: 'makeRegistrations',
  link: 'Remove',
  isOpen,
  title: ({ line }) => `Remove ${nameOf(line!)}`,
  says: () => ['The learner is taken out of this registration, and not registered by it.'],
  fields: () => [],
  button: ({ line }) => `Remove ${nameOf(line!)}`,
  isGrave: true,
  act: async (visit, { registration: { id }, line }) => {
    await data(visit.api.POST('/v1/registration-lines/{id}/remove', { params: linePath(visit) }));
    return { to: `/registrations/${id}`, text: `${nameOf(line!)} is removed.` };
  },
};

const lines: Decided<Subject> = {
  path: '/registrations/:id',
  subject: async (visit) => {
    const { api, params } = visit;
    const [registration, line, countries] = await Promise.all([
      registrationOf(visit),
      params['line'] ? data(api.GET('/v1/registration-lines/{id}', { params: { path: { id: params['line'] } } })) : null,
      data(api.GET('/v1/countries')),
    ]);
    const group = registration.groups.find(({ id }) => id === line?.group) ?? registration.groups[0];
    const product = group ? await productOfCode(visit, group.productCode) : null;
    const choices: Choices = {
      countries: countries.items.filter(({ withdrawnAt }) => !withdrawnAt).map(({ code, name }) => [code, name] as const),
      windows: product?.windows.map(({ name }) => name) ?? [],
      modes: product?.modes ?? [],
      takesArrangements: product?.takesArrangements ?? true,
    };
    return { registration, line, choices };
  },
  title: ({ registration }) => `Registration ${registration.reference}`,
  decisions: [add, edit, remove],
};

/** Learners of a registration before it is confirmed: keyed in, corrected under the version that was read, taken out (REG-1, REG-9, REG-12). */
export function registrationLinePages(app: Express): void {
  serveDecisions(app, lines);
}
