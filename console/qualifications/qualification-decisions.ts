import type { components } from '../kit/api';
import { data } from '../kit/client';
import type { Decision } from '../kit/decision';
import { reason } from '../kit/fields';
import { sendFile } from '../kit/files';
import { field, target } from '../kit/page';
import { entryFields, entryOf, kindsAt } from './entry';

/** A qualification with what its decisions choose from. */
export type QualificationSubject = components['schemas']['Qualification'] & { bodies: components['schemas']['AwardingBody'][] };

const isIn =
  (...states: QualificationSubject['state'][]) =>
  ({ state }: QualificationSubject) =>
    states.includes(state);
const back = ({ id }: QualificationSubject, text: string) => ({ to: `/qualifications/${id}`, text });

/** What whoever gave a qualification decides about it (QUA-1). */
export function giverDecisions(apiUrl: string): Decision<QualificationSubject>[] {
  return [
    {
      name: 'details',
      permission: 'fillInApplications',
      link: 'Enter the certificate/document details manually',
      isUsual: true,
      isOpen: isIn('needsDetails', 'moreAsked'),
      title: ({ person }) => `Enter the certificate of ${person.name}`,
      says: () => ['Choose the qualification first: each awarding body has fields of its own.'],
      elsewhere: ({ id, bodies }, visit) => kindsAt(bodies, `/qualifications/${id}/details`, visit),
      fields: ({ bodies }, visit) => entryFields(bodies, visit),
      button: () => 'Check details (with the awarding body)',
      act: async (visit, qualification) => {
        await data(visit.api.POST('/v1/qualifications/{id}/details', { ...target(visit), body: entryOf(visit) }));
        return back(qualification, 'The details are being checked.');
      },
    },
    {
      name: 'another',
      permission: 'fillInApplications',
      link: 'Upload another document',
      isOpen: isIn('needsDetails', 'moreAsked'),
      title: ({ person }) => `Upload another document of ${person.name}`,
      says: () => ['Its text is read and matched again.'],
      fields: () => [{ name: 'file', label: 'A picture or PDF of the certificate', as: 'file', pointer: '' }],
      button: () => 'UPLOAD DOCUMENT (AND ATTEMPT AUTOMATIC DETECTION)',
      act: async (visit, qualification) => {
        await sendFile(`${apiUrl}/v1/qualifications/${qualification.id}/files`, visit);
        return back(qualification, 'The document is being read.');
      },
    },
    {
      name: 'refer',
      permission: 'fillInApplications',
      link: 'Leave it to a case operator',
      isOpen: isIn('needsDetails'),
      title: ({ reference }) => `Leave qualification ${reference} to a case operator`,
      says: () => ['A case operator looks at the document as it is, within five working days.'],
      fields: () => [],
      button: ({ reference }) => `Leave ${reference} to a case operator`,
      act: async (visit, qualification) => {
        await data(visit.api.POST('/v1/qualifications/{id}/refer', target(visit)));
        return back(qualification, 'A case operator decides.');
      },
    },
  ];
}

/** What a case operator decides about it (QUA-1, AUT-1). */
export const operatorDecisions: Decision<QualificationSubject>[] = [
  {
    name: 'accept',
    permission: 'decideApplications',
    link: 'Accept it',
    isUsual: true,
    isOpen: isIn('awaitingDecision', 'contested'),
    title: ({ reference }) => `Accept qualification ${reference}`,
    says: ({ person }) => [`It counts for every application of ${person.name} from then on.`],
    fields: ({ bodies, kind, givings }) => [
      {
        name: 'kind',
        label: 'What it is',
        as: 'choice',
        choices: bodies.flatMap(({ name, kinds }) => kinds.map((each) => [each.code, `${name}: ${each.name}`] as const)),
        value: kind ?? givings.at(-1)?.found?.kind ?? '',
      },
      { name: 'validFrom', label: 'Awarded on', as: 'date', isOptional: true, value: givings.at(-1)?.found?.awardedOn ?? '' },
      { name: 'validTo', label: 'Valid until', hint: 'Empty where it holds for good', as: 'date', isOptional: true },
      reason(),
    ],
    button: ({ reference }) => `Accept ${reference}`,
    act: async (visit, qualification) => {
      const [validFrom, validTo] = [field(visit, 'validFrom') || null, field(visit, 'validTo') || null];
      const body = { kind: field(visit, 'kind'), validFrom, validTo, reason: field(visit, 'reason') };
      await data(visit.api.POST('/v1/qualifications/{id}/accept', { ...target(visit), body }));
      return back(qualification, 'The qualification is accepted.');
    },
  },
  {
    name: 'ask',
    permission: 'decideApplications',
    link: 'Ask for more',
    isOpen: isIn('awaitingDecision'),
    title: ({ reference }) => `Ask for more of qualification ${reference}`,
    says: () => ['Whoever gave it is told to give another document, or the details.'],
    fields: () => [reason()],
    button: ({ reference }) => `Ask for more of ${reference}`,
    act: async (visit, qualification) => {
      await data(visit.api.POST('/v1/qualifications/{id}/ask-for-more', { ...target(visit), body: { reason: field(visit, 'reason') } }));
      return back(qualification, 'More is asked for.');
    },
  },
  {
    name: 'refuse',
    permission: 'decideApplications',
    link: 'Refuse it',
    isGrave: true,
    isOpen: isIn('awaitingDecision', 'contested'),
    title: ({ reference }) => `Refuse qualification ${reference}`,
    says: () => ['Whoever gave it is told; the person may contest a first refusal, and another one may be given.'],
    fields: () => [reason()],
    button: ({ reference }) => `Refuse ${reference}`,
    act: async (visit, qualification) => {
      await data(visit.api.POST('/v1/qualifications/{id}/refuse', { ...target(visit), body: { reason: field(visit, 'reason') } }));
      return back(qualification, 'The qualification is refused.');
    },
  },
];
