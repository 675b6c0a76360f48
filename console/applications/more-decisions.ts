import { keepFile } from '../kit/files';
import { data } from '../kit/client';
import type { Decision } from '../kit/decision';
import { field, target } from '../kit/page';
import type { ApplicationSubject } from './application-subject';

const isWith =
  (party: string) =>
  ({ standing }: ApplicationSubject) =>
    standing?.holds.some(({ name, awaiting }) => name === 'processing' && awaiting === party) ?? false;
const back = ({ id }: ApplicationSubject, text: string) => ({ to: `/applications/${id}`, text });

/** A case operator asks the employer for what is missing, who answers with text and a file (APP-9). */
export function moreDecisions(apiUrl: string): Decision<ApplicationSubject>[] {
  return [
    {
      name: 'ask-more',
      permission: 'decideApplications',
      link: 'Ask for more',
      isOpen: isWith('staff'),
      title: ({ reference }) => `Ask for more about application ${reference}`,
      says: () => ['Whoever finalised it is told. It awaits the employer then, and our days pause until that is answered.'],
      fields: () => [{ name: 'text', label: 'What is missing', as: 'long' }],
      button: ({ reference }) => `Ask for more about ${reference}`,
      act: async (visit, application) => {
        await data(visit.api.POST('/v1/applications/{id}/ask-more', { ...target(visit), body: { text: field(visit, 'text') } }));
        return back(application, 'The employer is asked.');
      },
    },
    {
      name: 'give-more',
      permission: 'fillInApplications',
      link: 'Answer what was asked for',
      isUsual: true,
      isOpen: isWith('employer'),
      title: ({ reference }) => `Answer about application ${reference}`,
      says: ({ messages }) => messages.flatMap(({ kind, text }) => (kind === 'moreAsked' ? [`Asked for: ${text}`] : [])).slice(-1),
      fields: () => [
        { name: 'text', label: 'Your answer', as: 'long' },
        { name: 'files', label: 'File', as: 'file', hint: 'A picture (JPEG, PNG, WebP) or a PDF', isOptional: true },
      ],
      button: ({ reference }) => `Answer about ${reference}`,
      act: async (visit, application) => {
        const file = await keepFile(apiUrl, visit, application.id);
        const body = { text: field(visit, 'text'), files: file ? [file] : [] };
        await data(visit.api.POST('/v1/applications/{id}/give-more', { ...target(visit), body }));
        return back(application, 'Your answer is with our case operators.');
      },
    },
  ];
}
