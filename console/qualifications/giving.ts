import type { ApplicationSubject } from '../applications/application-subject';
import { data } from '../kit/client';
import type { Decision } from '../kit/decision';
import { sendFile } from '../kit/files';
import { target } from '../kit/page';
import { entryFields, entryOf, kindsAt } from './entry';

const ENDED = ['completed', 'rejected', 'lapsed', 'declined', 'abandoned'];
const isOpen = ({ state }: ApplicationSubject) => !ENDED.includes(state);

/** "Add a qualification" of an application, by a document or by hand (QUA-1). */
export function qualificationGivings(apiUrl: string): Decision<ApplicationSubject>[] {
  return [
    {
      name: 'qualification-document',
      permission: 'fillInApplications',
      link: 'Add a qualification: upload a document',
      isOpen,
      title: ({ applicant }) => `Upload a document of ${applicant.name}`,
      says: () => ['Its text is read and matched with the person and the qualification; you are told what came of it.'],
      fields: () => [{ name: 'file', label: 'A picture or PDF of the certificate', as: 'file', pointer: '' }],
      button: () => 'UPLOAD DOCUMENT (AND ATTEMPT AUTOMATIC DETECTION)',
      act: async (visit, { id }) => {
        const given = await sendFile<{ id: string }>(`${apiUrl}/v1/applications/${id}/qualifications/files`, visit);
        return { to: `/qualifications/${given.id}`, text: 'The document is being read.' };
      },
    },
    {
      name: 'qualification',
      permission: 'fillInApplications',
      link: 'Enter the certificate/document details manually',
      isOpen,
      title: ({ applicant }) => `Enter a certificate of ${applicant.name}`,
      says: () => ['Choose the qualification first: each awarding body has fields of its own.'],
      elsewhere: ({ id, bodies }, visit) => kindsAt(bodies, `/applications/${id}/qualification`, visit),
      fields: ({ bodies }, visit) => entryFields(bodies, visit),
      button: () => 'Check details (with the awarding body)',
      act: async (visit) => {
        const body = entryOf(visit);
        const given = await data(visit.api.POST('/v1/applications/{id}/qualifications', { ...target(visit), body }));
        return { to: `/qualifications/${given.id}`, text: 'The details are being checked.' };
      },
    },
  ];
}
