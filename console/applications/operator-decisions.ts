import { momentOf } from '../kit/cells';
import { data } from '../kit/client';
import type { Decision } from '../kit/decision';
import { reason } from '../kit/fields';
import { field, numberField, target } from '../kit/page';
import type { ApplicationSubject } from './application-subject';

const isHeldFor =
  (...names: string[]) =>
  ({ standing }: ApplicationSubject) =>
    standing?.holds.some(({ name }) => names.includes(name)) ?? false;
const lapse = ({ standing }: ApplicationSubject) => standing?.holds.find(({ name }) => name === 'hse')?.dueAt;
const back = ({ id }: ApplicationSubject, text: string) => ({ to: `/applications/${id}`, text });

/** What a case operator decides about an application (APP-9, HSE-3). */
export const operatorDecisions: Decision<ApplicationSubject>[] = [
  {
    name: 'approve',
    permission: 'decideApplications',
    link: 'Approve it',
    isUsual: true,
    isOpen: isHeldFor('processing'),
    title: ({ reference }) => `Approve application ${reference}`,
    says: (application) => [
      isHeldFor('hse')(application) ? 'It is still held for the assessment.' : 'Its card is asked for from the printer.',
    ],
    fields: () => [reason()],
    button: ({ reference }) => `Approve ${reference}`,
    act: async (visit, application) => {
      await data(visit.api.POST('/v1/applications/{id}/approve', { ...target(visit), body: { reason: field(visit, 'reason') } }));
      return back(application, 'The application is approved.');
    },
  },
  {
    name: 'extend',
    permission: 'decideApplications',
    link: 'Put off the lapse',
    isOpen: isHeldFor('hse'),
    title: ({ reference }) => `Put off the lapse of application ${reference}`,
    says: (application) => [`It lapses at ${momentOf(lapse(application))} unless a pass is recorded. It is put off twice at most.`],
    fields: () => [{ name: 'days', label: 'Days more', as: 'number', hint: 'At most 90' }, reason()],
    button: ({ reference }) => `Put off the lapse of ${reference}`,
    act: async (visit, application) => {
      const body = { days: numberField(visit, 'days'), reason: field(visit, 'reason') };
      await data(visit.api.POST('/v1/applications/{id}/extend', { ...target(visit), body }));
      return back(application, `The lapse is put off by ${body.days} days.`);
    },
  },
  {
    name: 'accept-identity',
    permission: 'decideApplications',
    link: 'Verify photo and identity by hand',
    isOpen: isHeldFor('identity'),
    title: ({ applicant }) => `Verify photo and identity of ${applicant.name}`,
    says: ({ applicant }) => [`The photo of ${applicant.name} is verified for five years, for this application and others.`],
    fields: () => [reason()],
    button: ({ applicant }) => `Verify ${applicant.name}`,
    act: async (visit, application) => {
      await data(visit.api.POST('/v1/applications/{id}/accept-identity', { ...target(visit), body: { reason: field(visit, 'reason') } }));
      return back(application, 'Photo and identity are verified.');
    },
  },
  {
    name: 'refuse-identity',
    permission: 'decideApplications',
    link: 'Photo or identity is not verified',
    isOpen: isHeldFor('identity'),
    title: ({ applicant }) => `Photo or identity of ${applicant.name} is not verified`,
    says: () => ['The application stays held. The applicant is told, and may try again or contest it: then another case operator decides.'],
    fields: () => [reason()],
    button: ({ applicant }) => `Do not verify ${applicant.name}`,
    act: async (visit, application) => {
      await data(visit.api.POST('/v1/applications/{id}/refuse-identity', { ...target(visit), body: { reason: field(visit, 'reason') } }));
      return back(application, 'The applicant is told that photo or identity is not verified.');
    },
  },
  {
    name: 'reject',
    permission: 'decideApplications',
    link: 'Reject it',
    isGrave: true,
    isOpen: ({ standing }) =>
      standing?.holds.some(
        ({ name, awaiting }) =>
          name === 'processing' || name === 'identity' || name === 'qualification' || (name === 'endorsement' && awaiting === 'staff'),
      ) ?? false,
    title: ({ reference }) => `Reject application ${reference}`,
    says: () => ['It ends, its fee is kept, and whoever finalised it is told.'],
    fields: () => [reason()],
    button: ({ reference }) => `Reject ${reference}`,
    act: async (visit, application) => {
      await data(visit.api.POST('/v1/applications/{id}/reject', { ...target(visit), body: { reason: field(visit, 'reason') } }));
      return back(application, 'The application is rejected; its fee is kept.');
    },
  },
];
