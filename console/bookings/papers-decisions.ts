import type { components } from '../kit/api';
import { data } from '../kit/client';
import type { Decision } from '../kit/decision';
import { reason } from '../kit/fields';
import { sendFile } from '../kit/files';
import { nameOf } from '../kit/learners';
import { field, target } from '../kit/page';

type Papers = components['schemas']['ModifiedPapers'];

const isIn =
  (...states: Papers['evidence']['state'][]) =>
  ({ evidence }: Papers) =>
    states.includes(evidence.state);
const back = ({ id }: Papers, text: string) => ({ to: `/modified-papers/${id}`, text });
const staffs = { permission: 'manageModifiedPapers', isOpen: isIn('toDecide', 'late'), fields: () => [reason()] } as const;

/** What a centre uploads, and staff decide, of evidence of need (REG-15). */
export function evidenceDecisions(apiUrl: string): Decision<Papers>[] {
  return [
    {
      name: 'upload',
      permission: 'bookings',
      link: 'Upload evidence of need',
      isUsual: true,
      isOpen: isIn('awaited', 'late'),
      title: ({ booking }) => `Upload evidence that ${nameOf(booking.learner)} needs modified papers`,
      says: () => ['We ask for it by sample. Our staff alone read it; it is encrypted. The papers are made meanwhile.'],
      fields: () => [{ name: 'file', label: 'A picture or PDF of the evidence', as: 'file', pointer: '' }],
      button: () => 'Upload the evidence',
      act: async (visit, papers) => {
        await sendFile(`${apiUrl}/v1/modified-papers/${papers.id}/evidence`, visit);
        return back(papers, 'The evidence is uploaded: our staff decide.');
      },
    },
    {
      ...staffs,
      name: 'accept-evidence',
      link: 'Accept the evidence of need',
      isUsual: true,
      title: ({ reference }) => `Accept the evidence of need for ${reference}`,
      says: () => ['The contact and the centre are told.'],
      button: () => 'Accept the evidence',
      act: async (visit, papers) => {
        await data(
          visit.api.POST('/v1/modified-papers/{id}/accept-evidence', { ...target(visit), body: { reason: field(visit, 'reason') } }),
        );
        return back(papers, 'The evidence of need is accepted.');
      },
    },
    {
      ...staffs,
      name: 'ask-again',
      link: 'Ask for other evidence',
      title: ({ reference }) => `Ask for other evidence of need for ${reference}`,
      says: () => ['The contact and the centre are told why; the time for it begins anew.'],
      button: () => 'Ask for other evidence',
      act: async (visit, papers) => {
        const body = { reason: field(visit, 'reason') };
        await data(visit.api.POST('/v1/modified-papers/{id}/ask-again-for-evidence', { ...target(visit), body }));
        return back(papers, 'Other evidence is asked for.');
      },
    },
    {
      ...staffs,
      name: 'refuse-evidence',
      link: 'Refuse the evidence of need',
      isGrave: true,
      title: ({ reference }) => `Refuse the evidence of need for ${reference}`,
      says: () => ['The contact and the centre are told why. Papers that have not left are withheld for good.'],
      button: () => 'Refuse the evidence',
      act: async (visit, papers) => {
        await data(
          visit.api.POST('/v1/modified-papers/{id}/refuse-evidence', { ...target(visit), body: { reason: field(visit, 'reason') } }),
        );
        return back(papers, 'The evidence of need is refused.');
      },
    },
  ];
}
