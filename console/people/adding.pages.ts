import type { Express } from 'express';
import type { components } from '../kit/api';
import { data, keyed, Refused } from '../kit/client';
import { serveFormPage, type FormPage } from '../kit/decision';
import type { Field } from '../kit/fields';
import { commandOf, field, type Said, type Step, type Visit } from '../kit/page';

type Node = components['schemas']['Node'];
/** The steps of adding somebody, each on the same page: who it is, since when and where, and the declaration. */
type StepName = 'lookUp' | 'details' | 'declaration';

const GENDERS = [
  ['female', 'Female'],
  ['male', 'Male'],
  ['nonBinary', 'Non-binary'],
  ['undisclosed', 'Not said'],
] as const;
const LOOKED_UP: Field[] = [
  { name: 'birthDate', label: 'Birth date', as: 'date' },
  { name: 'familyName', label: 'Last name', isOptional: true },
  { name: 'cardNumber', label: 'Card number', isOptional: true },
  { name: 'hseNumber', label: 'H & S assessment number', isOptional: true },
];
const NEW_PERSON: Field[] = [
  { name: 'title', label: 'Title', pointer: 'person/title' },
  { name: 'givenName', label: 'First name', pointer: 'person/givenName' },
  { name: 'familyName', label: 'Last name', pointer: 'person/familyName' },
  { name: 'niNumber', label: 'NI number', pointer: 'person/niNumber', hint: 'Like AB 12 34 56 C' },
  { name: 'birthDate', label: 'Birth date', as: 'date', pointer: 'person/birthDate' },
  { name: 'gender', label: 'Gender', as: 'choice', choices: GENDERS, pointer: 'person/gender' },
];
/** What a step found or made, for the steps after it. */
const FOUND = ['step', 'lookUp', 'outcome', 'name', 'words'];

const stepOf = (visit: Visit): StepName => (field(visit, 'step') || 'lookUp') as StepName;
const isNew = (visit: Visit) => field(visit, 'outcome') === 'none';
const hidden = (...names: string[]): Field[] => names.map((name) => ({ name, label: '', as: 'hidden' }));

const adding: FormPage<Node[]> = {
  path: '/employees/new',
  permission: 'addEmployees',
  back: { href: '/employees', text: 'Employees' },
  subject: async ({ api }) => (await data(api.GET('/v1/nodes'))).items.filter(({ kind }) => kind === 'office'),
  title: (_offices, visit) =>
    ({
      lookUp: 'Add an employee: look-up',
      details: isNew(visit) ? 'Add an employee: a new person' : 'Add an employee: confirm who it is',
      declaration: 'Add an employee: declaration',
    })[stepOf(visit)],
  says: (_offices, visit) =>
    ({
      lookUp: ['Give the birth date and one of the other keys. All that you give has to match in full.'],
      details: isNew(visit) ? ['Nobody was found. Give the details of a new person.'] : [`Found: ${field(visit, 'name')}.`],
      declaration: [field(visit, 'name'), `${field(visit, 'words')}.`],
    })[stepOf(visit)],
  fields: (offices, visit) => fieldsOf(stepOf(visit), offices, visit),
  button: (_offices, visit) =>
    ({ lookUp: 'Look up', details: isNew(visit) ? 'Continue' : 'This is who I mean', declaration: 'Add the employee' })[stepOf(visit)],
  act: (visit) => ({ lookUp, details, declaration })[stepOf(visit)](visit),
};

/** A person looked up, confirmed or new, and declared an employee (EMP-1). */
export function addingPages(app: Express): void {
  serveFormPage(app, adding);
}

function fieldsOf(step: StepName, offices: Node[], visit: Visit): Field[] {
  if (step === 'lookUp') return LOOKED_UP;
  const person = isNew(visit) ? NEW_PERSON : [];
  const employment: Field[] = [
    { name: 'office', label: 'Office where the work started', as: 'choice', choices: offices.map(({ id, name }) => [id, name] as const) },
    { name: 'startedOn', label: 'Start date', as: 'date' },
  ];
  if (step === 'details') return [...hidden(...FOUND), ...person, ...employment];
  return [
    ...hidden(...FOUND, ...[...person, ...employment].map(({ name }) => name)),
    { name: 'declared', label: 'I confirm this', as: 'tick' },
  ];
}

async function lookUp(visit: Visit): Promise<Step> {
  const keys = LOOKED_UP.flatMap(({ name }) => (field(visit, name) === '' ? [] : [[name, field(visit, name)] as const]));
  const body = Object.fromEntries(keys) as { birthDate: string };
  const { id, outcome, name } = await data(visit.api.POST('/v1/person-lookups', { body }));
  if (outcome === 'several')
    throw new Refused(422, {
      title: 'More than one person matches',
      detail: 'Nobody is shown. Give a second key: the last name, a card number or an assessment number.',
    });
  return { known: { step: 'details', lookUp: id, outcome, name: name ?? '' } };
}

async function details(visit: Visit): Promise<Step> {
  const params = { query: { dryRun: 'true' as const }, header: keyed(undefined) };
  const { name, declaration: made } = await data(visit.api.POST('/v1/employments', { params, body: asked(visit) }));
  return { known: { step: 'declaration', name, words: made.words } };
}

async function declaration(visit: Visit): Promise<Said> {
  if (field(visit, 'declared') !== 'yes')
    throw new Refused(422, {
      title: 'The declaration is not confirmed',
      errors: [{ pointer: '/declared', detail: 'The declaration is not confirmed', remedy: 'Tick it, or go back' }],
    });
  const { id, name, office } = await data(visit.api.POST('/v1/employments', { params: commandOf(visit), body: asked(visit) }));
  return { to: '/employees', text: 'Listed:', link: { href: `/employees/${id}`, text: `${name}, ${office.name}` } };
}

function asked(visit: Visit) {
  const text = (name: string) => field(visit, name);
  const person = {
    ...{ title: text('title'), givenName: text('givenName'), familyName: text('familyName') },
    ...{ niNumber: text('niNumber'), birthDate: text('birthDate'), gender: text('gender') as (typeof GENDERS)[number][0] },
  };
  const employment = { lookUp: text('lookUp'), office: text('office'), startedOn: text('startedOn'), declared: true as const };
  return { ...employment, ...(isNew(visit) ? { person } : {}) };
}
