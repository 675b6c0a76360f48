import { data } from '../kit/client';
import type { Decision } from '../kit/decision';
import { field, fields, target, type Said, type Visit } from '../kit/page';
import type { ApplicationSubject } from './application-subject';
import { HSE_CHOICES } from './application-words';

type Form = ApplicationSubject['form'];

/** The steps through an application, each a page of its own (APP-2): whom the card goes to, what is applied for, review. */
const STEPS = [
  ['form', 'contact'],
  ['occupation', 'assessment, occupation and grade'],
  ['finalise', 'review and finalise'],
] as const;
type StepName = (typeof STEPS)[number][0];
const GRADE = ' / ';

/** True while an application is filled in. */
export const isEdited = ({ state }: ApplicationSubject) => state === 'beingCompleted' || state === 'readyToFinalise';

/** The other steps of an application, from the page of one. */
export function stepsOf(here: StepName): NonNullable<Decision<ApplicationSubject>['elsewhere']> {
  const place = STEPS.findIndex(([name]) => name === here);
  return ({ id }) =>
    STEPS.map(([name, what], index) => ({
      href: `/applications/${id}/${name}`,
      text: `${index === place - 1 ? 'PREVIOUS STEP' : `Step ${index + 1} of ${STEPS.length}`}: ${what}`,
      isHere: index === place,
    }));
}

/** Steps 1 and 2 of an application; step 3 is finalising it. */
export const steps: Decision<ApplicationSubject>[] = [
  {
    name: 'form',
    permission: 'fillInApplications',
    link: 'STEP THROUGH',
    isUsual: true,
    isOpen: isEdited,
    title: ({ reference }) => `Fill in application ${reference}`,
    says: () => ['The card goes to the contact address of the application.'],
    elsewhere: stepsOf('form'),
    fields: ({ form }) => [
      { name: 'phone', label: 'Phone (direct dial)', as: 'tel', value: form.phone ?? '', isOptional: true },
      { name: 'email', label: 'E-mail (direct email)', as: 'email', value: form.email ?? '', isOptional: true },
    ],
    button: () => 'Save and go on',
    act: (visit, application) =>
      save(visit, application, { phone: field(visit, 'phone') || null, email: field(visit, 'email') || null }, 'occupation'),
  },
  {
    name: 'occupation',
    permission: 'fillInApplications',
    link: 'Assessment and occupation',
    isOpen: isEdited,
    title: ({ reference }) => `What application ${reference} is for`,
    says: () => ['The assessment may follow later: the application is then held after payment until a pass is recorded.'],
    elsewhere: stepsOf('occupation'),
    fields: ({ form, occupations }) => [
      {
        name: 'hseChoice',
        label: 'Health, safety and environment assessment',
        as: 'radios',
        choices: HSE_CHOICES,
        value: form.hseChoice ?? '',
        isOptional: true,
      },
      {
        name: 'occupation',
        label: 'Main occupation and grade',
        as: 'choice',
        choices: [
          ['', 'None yet'] as const,
          ...occupations.map(({ occupation, grade, name }) => [[occupation, grade].filter(Boolean).join(GRADE), name] as const),
        ],
        value: [form.occupation, form.grade].filter(Boolean).join(GRADE),
        isOptional: true,
      },
      {
        name: 'moreOccupations',
        label: 'ADD another occupation',
        as: 'ticks',
        choices: [...new Map(occupations.map(({ occupation, name }) => [occupation, name] as const))],
        value: form.moreOccupations,
        isOptional: true,
      },
    ],
    button: () => 'Save and go on',
    act: (visit, application) => {
      const [occupation, grade] = field(visit, 'occupation').split(GRADE);
      const hseChoice = HSE_CHOICES.find(([value]) => value === field(visit, 'hseChoice'))?.[0] ?? null;
      const moreOccupations = fields(visit, 'moreOccupations').filter((each) => each !== occupation);
      return save(visit, application, { hseChoice, occupation: occupation || null, grade: grade ?? null, moreOccupations }, 'finalise');
    },
  },
];

/** Keeps what a step asks, beside what the other one had, and goes on. */
async function save(visit: Visit, { id, form }: ApplicationSubject, filledIn: Partial<Form>, next: StepName): Promise<Said> {
  const { params } = target(visit);
  const header = { ...params.header, 'If-Match': '*' };
  await data(visit.api.PUT('/v1/applications/{id}/form', { params: { ...params, header }, body: { ...form, ...filledIn } }));
  return {
    to: `/applications/${id}/${next}`,
    text: 'The application is saved.',
    link: { href: `/applications/${id}`, text: 'Its summary' },
  };
}
