import type { Express } from 'express';
import { serveCase, shownTable, type CasePage } from '../kit/case';
import { dayOf, stateTag, type Tag } from '../kit/cells';
import { data } from '../kit/client';
import { serveList, type List } from '../kit/list';
import { may, type Visit } from '../kit/page';
import { words } from '../kit/words';
import { employerDecisions } from './employer-decisions';
import { qualificationGivings } from '../qualifications/giving';
import { operatorDecisions } from './operator-decisions';
import { qualificationTable } from '../qualifications/qualification-table';
import type { ApplicationSubject } from './application-subject';
import { APPLICATION_STATES, CARD_TYPES } from './application-words';

const colours: Record<string, Tag['colour']> = {
  beingCompleted: 'yellow',
  readyToFinalise: 'yellow',
  onHold: 'orange',
  completed: 'green',
  rejected: 'red',
  lapsed: 'red',
  abandoned: 'grey',
};

const list: List<'/v1/applications'> = {
  path: '/applications',
  title: 'Applications',
  order: 'Newest first',
  from: '/v1/applications',
  isPaged: true,
  filters: [{ name: 'state', label: 'Status', choices: APPLICATION_STATES }],
  ownFilters: async ({ api }) => {
    const { items } = await data(api.GET('/v1/nodes'));
    return [{ name: 'level', label: 'Company, group or office', choices: items.map(({ id, name }) => [id, name] as const) }];
  },
  columns: [
    { head: 'Application', of: ({ id, reference }) => ({ text: reference, href: `/applications/${id}` }) },
    { head: 'Applicant', of: ({ applicant }) => applicant.name },
    { head: 'Employed at', of: ({ office }) => office.name },
    { head: 'H&S', of: ({ requirements }) => requirements.find(({ kind }) => kind === 'hse')?.mark },
    { head: 'Type', of: ({ cardType }) => CARD_TYPES[cardType] },
    { head: 'Occupation', of: ({ form }) => form.occupation && words(form.occupation) },
    { head: 'Grade', of: ({ form }) => form.grade && words(form.grade) },
    { head: 'Status', of: ({ state }) => stateTag(state, colours) },
    { head: 'Created', of: ({ createdAt }) => ({ moment: createdAt }) },
    { head: 'Status changed', of: ({ since }) => ({ moment: since }) },
  ],
  things: ['application', 'applications'],
  nothing: 'No application has been started yet: tick employees and start some.',
  choose: { name: 'application', value: ({ id }) => id, words: ({ reference }) => reference },
  template: 'applications',
  beside: async (visit) => ({ mayOrder: may(visit, 'addToPurchases') }),
};

const one: CasePage<ApplicationSubject> = {
  path: '/applications/:id',
  subject: load,
  title: ({ reference, applicant }) => `Application ${reference} of ${applicant.name}`,
  decisions: [],
  facts: (application) => [
    ['Status', stateTag(application.state, colours)],
    ['Applicant', `${application.applicant.name}, ${application.applicant.registrationNumber}`],
    ['Employed at', application.office.name],
    ['Type of card', CARD_TYPES[application.cardType]],
    ['Phone (direct dial)', application.form.phone],
    ['E-mail (direct email)', application.form.email],
    ['Occupation', application.form.occupation && words(application.form.occupation)],
    ['Grade', application.form.grade && words(application.form.grade)],
    ['Created', { moment: application.createdAt }],
  ],
  related: ({ order }) => (order ? [{ href: `/card-orders/${order}`, text: 'Its order' }] : []),
  template: 'application',
  beside: async ({ requirements, qualifications }) => ({
    qualifications: shownTable(qualificationTable(qualifications)),
    requirements: shownTable({
      caption: 'Requirements',
      heads: ['Requirement', 'Mark', 'Valid', 'Awaited', 'Since'],
      rows: requirements.map(({ description, mark, isMet, validFrom, validTo, awaiting, since }) => [
        description,
        { text: '', tags: [{ text: mark, colour: isMet ? ('green' as const) : ('red' as const) }] },
        validFrom ? `${dayOf(validFrom)} – ${dayOf(validTo)}` : null,
        awaiting && words(awaiting),
        { moment: since },
      ]),
      nothing: 'Nothing is required.',
    }),
  }),
};

/** Applications for cards: their lists, and each with its holds, its requirements and what can be decided (APP-4, APP-7). */
export function applicationPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serveList(app, list);
    serveCase(app, apiUrl, { ...one, decisions: [...employerDecisions, ...qualificationGivings(apiUrl), ...operatorDecisions] });
  };
}

async function load(visit: Visit): Promise<ApplicationSubject> {
  const { api, params } = visit;
  const id = params['id']!;
  const [application, occupations, bodies, qualifications, files] = await Promise.all([
    data(api.GET('/v1/applications/{id}', { params: { path: { id } } })),
    data(api.GET('/v1/occupations')),
    data(api.GET('/v1/awarding-bodies')),
    data(api.GET('/v1/qualifications', { params: { query: { application: id } } })),
    may(visit, 'decideApplications')
      ? data(api.GET('/v1/files', { params: { query: { about: id } } })).catch(() => ({ items: [] }))
      : { items: [] },
  ]);
  return { ...application, occupations: occupations.items, bodies: bodies.items, qualifications: qualifications.items, files: files.items };
}
