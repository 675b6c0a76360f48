import type { Express } from 'express';
import { data } from '../kit/client';
import type { Decision } from '../kit/decision';
import { reason } from '../kit/fields';
import { serveList, type List } from '../kit/list';
import { field, may, target, type Visit } from '../kit/page';
import { words } from '../kit/words';
import type { ApplicationSubject } from './application-subject';
import { ENDORSEMENTS } from './application-words';

const RIGHTS = { grading: 'endorseGrading', qualifiedSupervisor: 'endorseQualifiedSupervisor' } as const;
const isWith = (party: string, { standing }: ApplicationSubject) =>
  standing?.holds.some(({ name, awaiting }) => name === 'endorsement' && awaiting === party) ?? false;
const mayEndorse = ({ endorsement }: ApplicationSubject, visit: Visit) => endorsement !== null && may(visit, RIGHTS[endorsement]);
const back = ({ id }: ApplicationSubject, text: string) => ({ to: `/applications/${id}`, text });

const list: List<'/v1/endorsements'> = {
  path: '/endorsements',
  title: 'Endorsements to give',
  order: 'Newest first',
  from: '/v1/endorsements',
  isPaged: true,
  columns: [
    { head: 'Application', of: ({ id, reference }) => ({ text: reference, href: `/applications/${id}` }) },
    { head: 'Applicant', of: ({ applicant }) => applicant.name },
    { head: 'Employed at', of: ({ office }) => office.name },
    { head: 'What is to be endorsed', of: ({ endorsement }) => endorsement && ENDORSEMENTS[endorsement] },
    { head: 'Occupation', of: ({ form }) => form.occupation && words(form.occupation) },
    { head: 'Grade', of: ({ form }) => form.grade && words(form.grade) },
    {
      head: 'Awaited since',
      of: ({ requirements }) => ({ moment: requirements.find(({ kind }) => kind === 'endorsement')?.since ?? null }),
    },
  ],
  things: ['endorsement', 'endorsements'],
  nothing: 'Nothing waits for an endorsement that you may give.',
};

/** What is decided about an endorsement: by whoever has the right to give it, and by a case operator where nobody gave it (APP-6). */
export const endorsingDecisions: Decision<ApplicationSubject>[] = [
  {
    name: 'endorse',
    permission: 'viewApplications',
    link: 'Endorse it',
    isUsual: true,
    isOpen: mayEndorse,
    title: ({ reference }) => `Endorse application ${reference}`,
    says: ({ applicant, endorsement, form }) => [
      `${ENDORSEMENTS[endorsement!]} of ${applicant.name}: ${words(form.grade ?? form.occupation ?? '')}. Nothing else of the application waits for it then.`,
    ],
    fields: () => [],
    button: ({ reference }) => `Endorse ${reference}`,
    act: async (visit, application) => {
      await data(visit.api.POST('/v1/applications/{id}/endorse', { ...target(visit), body: {} }));
      return back(application, 'The application is endorsed.');
    },
  },
  {
    name: 'refuse-endorsement',
    permission: 'viewApplications',
    link: 'Refuse to endorse it',
    isGrave: true,
    isOpen: (application, visit) => mayEndorse(application, visit) && isWith('employer', application),
    title: ({ reference }) => `Refuse to endorse application ${reference}`,
    says: () => [
      'Whoever finalised it is told, and its page says why. On no closed order it can be changed again; on a closed one a case operator decides.',
    ],
    fields: () => [reason()],
    button: ({ reference }) => `Refuse to endorse ${reference}`,
    act: async (visit, application) => {
      const body = { reason: field(visit, 'reason') };
      await data(visit.api.POST('/v1/applications/{id}/refuse-endorsement', { ...target(visit), body }));
      return back(application, 'The endorsement is refused.');
    },
  },
  {
    name: 'waive-endorsement',
    permission: 'decideApplications',
    link: 'Let it go on without the endorsement',
    isOpen: (application) => isWith('staff', application),
    title: ({ reference }) => `Let application ${reference} go on without the endorsement`,
    says: () => ['Nobody of the employer has given it. Nothing else of the application waits for it then.'],
    fields: () => [reason()],
    button: ({ reference }) => `Let ${reference} go on`,
    act: async (visit, application) => {
      const body = { reason: field(visit, 'reason') };
      await data(visit.api.POST('/v1/applications/{id}/waive-endorsement', { ...target(visit), body }));
      return back(application, 'The application goes on without the endorsement.');
    },
  },
];

/** The applications that wait for an endorsement which the visitor may give (APP-6). */
export function endorsingPages(app: Express): void {
  serveList(app, list);
}
