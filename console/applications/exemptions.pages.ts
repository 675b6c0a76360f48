import type { Express } from 'express';
import type { components } from '../kit/api';
import { serveCase, type CasePage } from '../kit/case';
import { keepFile } from '../kit/files';
import { stateTag, type Tag } from '../kit/cells';
import { data, Refused } from '../kit/client';
import type { Decision } from '../kit/decision';
import { reason } from '../kit/fields';
import { serveList, type List } from '../kit/list';
import { commandOf, field, target } from '../kit/page';
import type { ApplicationSubject } from './application-subject';

type Exemption = components['schemas']['Exemption'];

const colours: Record<string, Tag['colour']> = { asked: 'yellow', accepted: 'green', refused: 'red' };
const back = ({ id }: Exemption, text: string) => ({ to: `/exemptions/${id}`, text });
const isAsked = ({ state }: Exemption) => state === 'asked';

const list: List<'/v1/exemptions'> = {
  path: '/exemptions',
  title: 'Exemptions',
  order: 'Newest first',
  from: '/v1/exemptions',
  isPaged: true,
  filters: [
    {
      name: 'state',
      label: 'State',
      choices: [
        ['asked', 'Asked for'],
        ['accepted', 'Accepted'],
        ['refused', 'Refused'],
      ],
    },
  ],
  columns: [
    { head: 'Exemption', of: ({ id, reference }) => ({ text: reference, href: `/exemptions/${id}` }) },
    { head: 'Applicant', of: ({ applicant }) => applicant.name },
    { head: 'State', of: ({ state }) => stateTag(state, colours) },
    { head: 'Asked for', of: ({ askedAt }) => ({ moment: askedAt }) },
  ],
  things: ['exemption', 'exemptions'],
  nothing: 'No exemption has been asked for: ask for one on the page of an application.',
};

const one: CasePage<Exemption> = {
  path: '/exemptions/:id',
  subject: ({ api, params }) => data(api.GET('/v1/exemptions/{id}', { params: { path: { id: params['id']! } } })),
  title: ({ reference, applicant }) => `Exemption ${reference} of ${applicant.name}`,
  decisions: [
    {
      name: 'accept',
      permission: 'decideApplications',
      link: 'Accept it',
      isUsual: true,
      isOpen: isAsked,
      title: ({ applicant }) => `Exempt ${applicant.name} from the assessment`,
      says: () => ['The applicant needs no assessment then, for this application and later ones. Whoever asked is told.'],
      fields: () => [reason()],
      button: ({ applicant }) => `Exempt ${applicant.name}`,
      act: async (visit, exemption) => {
        await data(visit.api.POST('/v1/exemptions/{id}/accept', { ...target(visit), body: { reason: field(visit, 'reason') } }));
        return back(exemption, 'The exemption is accepted.');
      },
    },
    {
      name: 'refuse',
      permission: 'decideApplications',
      link: 'Refuse it',
      isGrave: true,
      isOpen: isAsked,
      title: ({ reference }) => `Refuse exemption ${reference}`,
      says: () => ['The assessment has to be met otherwise. Whoever asked is told, and the page of the application says why.'],
      fields: () => [reason()],
      button: ({ reference }) => `Refuse ${reference}`,
      act: async (visit, exemption) => {
        await data(visit.api.POST('/v1/exemptions/{id}/refuse', { ...target(visit), body: { reason: field(visit, 'reason') } }));
        return back(exemption, 'The exemption is refused.');
      },
    },
  ],
  facts: (exemption) => [
    ['State', stateTag(exemption.state, colours)],
    ['Applicant', `${exemption.applicant.name}, ${exemption.applicant.registrationNumber}`],
    ['Asked for', { moment: exemption.askedAt }],
  ],
  related: ({ application }) => [
    { href: `/applications/${application}`, text: 'Its application' },
    { href: `/applications/${application}?view=files#view`, text: 'The evidence, among the files of its application' },
  ],
};

/** An employer asks for an exemption on the page of an application, with a file as evidence (HSE-1, HSE-5). */
export function askForExemption(apiUrl: string): Decision<ApplicationSubject> {
  return {
    name: 'exemption',
    permission: 'fillInApplications',
    link: 'Ask for an exemption',
    isOpen: ({ requirements, state }) =>
      ['beingCompleted', 'readyToFinalise', 'onHold'].includes(state) &&
      requirements.some(({ kind, isVerified }) => kind === 'hse' && !isVerified),
    title: ({ applicant }) => `Ask that ${applicant.name} be exempted from the assessment`,
    says: () => ['A case operator looks at the evidence and decides; you are told.'],
    fields: () => [{ name: 'evidence', label: 'Evidence', as: 'file', hint: 'A picture (JPEG, PNG, WebP) or a PDF' }],
    button: ({ applicant }) => `Ask for the exemption of ${applicant.name}`,
    act: async (visit, application) => {
      const evidence = await keepFile(apiUrl, visit, application.id);
      if (!evidence) throw new Refused(422, { title: 'Choose a file', detail: 'The evidence, as a picture (JPEG, PNG, WebP) or a PDF.' });
      const asked = await data(
        visit.api.POST('/v1/exemptions', { params: commandOf(visit), body: { application: application.id, evidence } }),
      );
      return { to: `/exemptions/${'id' in asked ? asked.id : ''}`, text: 'The exemption is asked for.' };
    },
  };
}

/** Exemptions from the assessment: their list, and each with its decision (HSE-5). */
export function exemptionPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serveList(app, list);
    serveCase(app, apiUrl, one);
  };
}
