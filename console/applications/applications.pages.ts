import type { Express } from 'express';
import { serveCase, shownTable, type CasePage } from '../kit/case';
import { dayOf, stateTag } from '../kit/cells';
import { data } from '../kit/client';
import { serveList } from '../kit/list';
import { may, pathOf, serveForm, type Visit } from '../kit/page';
import { words } from '../kit/words';
import { servePhoto, uploadPhoto } from '../kit/photos';
import { CARD_TYPES, cardFacts } from '../kit/cards';
import { employerDecisions } from './employer-decisions';
import { qualificationGivings } from '../qualifications/giving';
import { operatorDecisions } from './operator-decisions';
import { qualificationTable } from '../qualifications/qualification-table';
import type { ApplicationSubject } from './application-subject';
import { applicationLists, employedBy } from './application-lists';
import { endorsingDecisions } from './endorsing.pages';
import { askForExemption } from './exemptions.pages';
import { moreDecisions } from './more-decisions';
import { PURPOSES, SAID, STATE_COLOURS } from './application-words';

const one = (apiUrl: string): CasePage<ApplicationSubject> => ({
  path: '/applications/:id',
  subject: load,
  title: ({ reference, applicant }) => `Application ${reference} of ${applicant.name}`,
  decisions: [
    ...employerDecisions,
    ...qualificationGivings(apiUrl),
    askForExemption(apiUrl),
    ...moreDecisions(apiUrl),
    ...endorsingDecisions,
    ...operatorDecisions,
  ],
  facts: (application) => [
    ['Status', stateTag(application.state, STATE_COLOURS)],
    ['Applicant', `${application.applicant.name}, ${application.applicant.registrationNumber}`],
    ['Employed by', employedBy(application)],
    ['Type of card', `${CARD_TYPES[application.cardType]}, ${PURPOSES[application.purpose]}`],
    ['Phone (direct dial)', application.form.phone],
    ['E-mail (direct email)', application.form.email],
    ['Occupation', application.form.occupation && words(application.form.occupation)],
    ['Grade', application.form.grade && words(application.form.grade)],
    ['Card goes to', application.cardGoesTo === 'applicant' ? 'The applicant’s own address' : 'The delivery office of its order'],
    ...cardFacts(application),
    ['Created', { moment: application.createdAt }],
  ],
  related: ({ order }) => (order ? [{ href: `/card-orders/${order}`, text: 'Its order' }] : []),
  template: 'application',
  beside: async ({ requirements, qualifications, state, messages }, visit) => ({
    hasPhoto: requirements.some(({ kind, isMet }) => kind === 'photo' && isMet),
    mayPhotograph: may(visit, 'fillInApplications') && (state === 'beingCompleted' || state === 'readyToFinalise' || state === 'onHold'),
    messages: shownTable({
      caption: 'What was asked, answered and decided',
      heads: ['What', 'Text', 'When'],
      rows: messages.map(({ kind, text, at }) => [SAID[kind], text, { moment: at }]),
      nothing: '',
    }),
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
});

/** Applications for cards: their lists, and each with its holds, its requirements and what can be decided (APP-4, APP-7). */
export function applicationPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    for (const list of applicationLists) serveList(app, list);
    const page = serveCase(app, apiUrl, one(apiUrl));
    const photoOf = (id: string) => `/v1/applications/${encodeURIComponent(id)}/photo`;
    servePhoto(app, apiUrl, '/applications/:id/photo', ({ params }) => photoOf(String(params['id'])));
    serveForm(app, '/applications/:id/photo', page, async (visit) => {
      await uploadPhoto(apiUrl, photoOf(visit.params['id']!), visit);
      return { to: pathOf(page.path, visit), text: 'The photo is kept.' };
    });
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
