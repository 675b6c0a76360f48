import { data } from '../kit/client';
import type { Decision } from '../kit/decision';
import { reason } from '../kit/fields';
import { field, target } from '../kit/page';
import { TERMS } from './application-words';
import type { ApplicationSubject } from './application-subject';
import { isEdited, steps, stepsOf } from './steps';

const isFinalised = ({ state }: ApplicationSubject) => state === 'finalised' || state === 'ordered';
const isHsePending = ({ requirements }: ApplicationSubject) =>
  requirements.some(({ kind, isMet, isVerified }) => kind === 'hse' && isMet && !isVerified);
const back = ({ id }: ApplicationSubject, text: string) => ({ to: `/applications/${id}`, text });

/** What an employer's user decides about an application (APP-2, APP-3, APP-10). */
export const employerDecisions: Decision<ApplicationSubject>[] = [
  ...steps,
  {
    name: 'finalise',
    permission: 'fillInApplications',
    link: 'Finalise it',
    isOpen: isEdited,
    title: ({ reference }) => `Finalise application ${reference}`,
    elsewhere: stepsOf('finalise'),
    says: (application) => [
      ...application.requirements.filter(({ isMet }) => !isMet).map(({ mark, description }) => `${mark}: ${description}.`),
      ...(isHsePending(application)
        ? [
            'Complete application pending Health and Safety Assessment: it can be ordered and paid now, and is then held until a pass is recorded. An assessment online is quicker than one at a centre. Fees are not refunded.',
          ]
        : []),
    ],
    fields: (application) => [
      ...(isHsePending(application)
        ? [{ name: 'understandsHsePending', label: 'I UNDERSTAND I WILL CONFIRM LATER', as: 'tick' as const }]
        : []),
      { name: 'terms', label: TERMS.words, as: 'tick' },
    ],
    button: ({ reference }) => `Finalise ${reference}`,
    act: async (visit, application) => {
      const body = {
        terms: field(visit, 'terms') === 'yes' ? TERMS.version : null,
        understandsHsePending: field(visit, 'understandsHsePending') === 'yes',
      };
      await data(visit.api.POST('/v1/applications/{id}/finalise', { ...target(visit), body }));
      return back(application, 'The application is finalised, awaiting ordering.');
    },
  },
  {
    name: 'recheck',
    permission: 'viewApplications',
    link: 'RECHECK the application',
    isOpen: isEdited,
    title: ({ applicant }) => `RECHECK ${applicant.name.toUpperCase()}’S APPLICATION`,
    says: () => ['Every requirement is looked at again.'],
    fields: () => [],
    button: () => 'Recheck',
    act: async (visit, application) => {
      await data(visit.api.POST('/v1/applications/{id}/recheck', target(visit)));
      return back(application, 'The requirements were looked at again.');
    },
  },
  {
    name: 'unfinalise',
    permission: 'fillInApplications',
    link: 'Un-finalise it',
    isOpen: isFinalised,
    title: ({ reference }) => `Un-finalise application ${reference}`,
    says: () => ['It can be changed again, and is off its open order.'],
    fields: () => [],
    button: ({ reference }) => `Un-finalise ${reference}`,
    act: async (visit, application) => {
      await data(visit.api.POST('/v1/applications/{id}/unfinalise', { ...target(visit), body: {} }));
      return back(application, 'The application can be changed again.');
    },
  },
  {
    name: 'abandon',
    permission: 'fillInApplications',
    link: 'Abandon it',
    isGrave: true,
    isOpen: (application) => isEdited(application) || isFinalised(application),
    title: ({ reference }) => `Abandon application ${reference}`,
    says: () => ['It goes no further. A new one can be started for the employee.'],
    fields: () => [reason()],
    button: ({ reference }) => `Abandon ${reference}`,
    act: async (visit, application) => {
      await data(visit.api.POST('/v1/applications/{id}/abandon', { ...target(visit), body: { reason: field(visit, 'reason') } }));
      return back(application, 'The application is abandoned.');
    },
  },
];
