import { setTimeout as pause } from 'node:timers/promises';
import type { Express } from 'express';
import type { components } from '../kit/api';
import { shownTable } from '../kit/case';
import { dayOf } from '../kit/cells';
import { data } from '../kit/client';
import { openDecisions, serveDecisions, type Decided } from '../kit/decision';
import { reason } from '../kit/fields';
import { field, fields, serve, serveForm, target, type Page, type Visit } from '../kit/page';
import { words } from '../kit/words';
import { servePhoto, uploadPhoto } from '../kit/photos';

type Own = components['schemas']['OwnApplication'];
type Subject = Own & { consents: components['schemas']['Consent'][] };

/** A provider answers within a second; a page does not keep its reader longer than this. */
const LOOKS = 10;
const LOOKS_EVERY_MS = 300;
const isChecked = ({ check }: Own) => check !== null && check.outcome === null;

const list: Page = {
  path: '/my-applications',
  template: 'my-applications',
  load: async ({ api }) => {
    const { items } = await data(api.GET('/v1/account/applications'));
    return {
      applications: shownTable({
        caption: 'Newest first',
        heads: ['Application', 'Type', 'Status', 'Why it waits'],
        rows: items.map(({ id, reference, cardType, stage, why }) => [
          { text: reference, href: `/my-applications/${id}` },
          words(cardType),
          { text: '', tags: [{ text: stage, colour: 'grey' as const }] },
          why,
        ]),
        nothing: 'Nobody has applied for a card for you.',
      }),
    };
  },
};

const one: Decided<Subject> = {
  path: '/my-applications/:id',
  subject: load,
  title: ({ reference }) => `Application ${reference}`,
  decisions: [
    {
      name: 'verify',
      permission: 'ownAccount',
      link: 'Verify your identity',
      isUsual: true,
      isOpen: (own) => own.isIdentityAwaited && !(own.check?.url && isChecked(own)),
      title: () => 'Verify your photo and identity',
      says: () => [
        'An identity provider compares your photo with you and with a document of yours. You can decline there: then no card is made.',
        'First you say what you agree to. Nothing is agreed to unless you tick it, and you can change it at any time in your account.',
      ],
      fields: ({ consents }) => {
        const of = (kind: string) => consents.filter((each) => each.kind === kind);
        const partners = of('affinityPartner');
        return [
          { name: 'marketing', label: 'News by e-mail', as: 'tick', value: of('marketing').some(({ given }) => given) ? 'yes' : '' },
          {
            name: 'partners',
            label: 'Partners to whom my data may go, each on its own',
            as: 'ticks',
            choices: partners.map(({ partner }) => [partner, partner] as const),
            value: partners.filter(({ given }) => given).map(({ partner }) => partner),
          },
          {
            name: 'optsOutOfAgencyChecks',
            label: 'Employment businesses may not check my card. Checks by agencies may become difficult',
            as: 'tick',
            value: of('employmentBusinessChecks').some(({ given }) => given) ? '' : 'yes',
          },
        ];
      },
      button: () => 'Go on to the identity provider',
      act: async (visit, { id }) => {
        const isTicked = (name: string) => field(visit, name) === 'yes';
        const body = {
          marketing: isTicked('marketing'),
          partners: fields(visit, 'partners'),
          optsOutOfAgencyChecks: isTicked('optsOutOfAgencyChecks'),
        };
        await data(visit.api.POST('/v1/account/applications/{id}/verify', { ...target(visit), body }));
        await answered(visit);
        return { to: `/my-applications/${id}`, text: 'What you agree to is kept.' };
      },
    },
    {
      name: 'contest',
      permission: 'ownAccount',
      link: 'Contest the decision',
      isOpen: ({ mayContest }) => mayContest,
      title: () => 'Contest that your photo and identity were not verified',
      says: () => ['A person looks at it and decides anew, within ten working days. You can also try again instead.'],
      fields: () => [reason()],
      button: () => 'Contest the decision',
      act: async (visit, { id }) => {
        const body = { reason: field(visit, 'reason') };
        await data(visit.api.POST('/v1/account/applications/{id}/contest', { ...target(visit), body }));
        return { to: `/my-applications/${id}`, text: 'A person decides anew.' };
      },
    },
  ],
};

const page: Page = {
  path: one.path,
  template: 'my-application',
  load: async (visit) => {
    const own = await load(visit);
    return {
      title: one.title(own),
      own,
      isChecked: isChecked(own),
      decisions: openDecisions(one, own, visit),
      requirements: shownTable({
        caption: 'What it needs',
        heads: ['Requirement', 'Mark', 'Valid', 'Awaited'],
        rows: own.requirements.map(({ description, mark, isMet, validFrom, validTo, awaiting }) => [
          description,
          { text: '', tags: [{ text: mark, colour: isMet ? ('green' as const) : ('red' as const) }] },
          validFrom ? `${dayOf(validFrom)} – ${dayOf(validTo)}` : null,
          awaiting && words(awaiting),
        ]),
        nothing: 'Nothing is required.',
      }),
    };
  },
};

const record: Page = {
  path: '/my-data',
  template: 'my-data',
  load: async ({ api }) => {
    const own = await data(api.GET('/v1/account/record'));
    return {
      own,
      cards: shownTable({
        caption: 'Cards',
        heads: ['Number', 'Type', 'Valid', 'State'],
        rows: own.cards.map(({ number, type, validFrom, validTo, state }) => [
          number,
          words(type),
          `${dayOf(validFrom)} – ${dayOf(validTo)}`,
          words(state),
        ]),
        nothing: 'You have no card.',
      }),
      assessments: shownTable({
        caption: 'Health, safety and environment assessments',
        heads: ['Number', 'Taken', 'Valid to', 'Result'],
        rows: own.assessments.map(({ number, takenOn, expiresOn, result }) => [
          number,
          { day: takenOn },
          { day: expiresOn },
          words(result),
        ]),
        nothing: 'None is on record.',
      }),
    };
  },
};

/** A person's own applications and data (SEC-13): how they stand, photo and identity verified, decisions contested (IDV-1, AUT-1). */
export function ownPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serve(app, list);
    serve(app, page);
    serveDecisions(app, one);
    serve(app, record);
    servePhoto(app, apiUrl, '/my-data/photo', () => '/v1/account/photo');
    serveForm(app, '/my-data/photo', record, async (visit) => {
      await uploadPhoto(apiUrl, '/v1/account/photo', visit);
      return { to: '/my-data', text: 'Your photo is kept.' };
    });
  };
}

async function load({ api, params }: Visit): Promise<Subject> {
  const id = params['id']!;
  const [own, { consents }] = await Promise.all([
    data(api.GET('/v1/account/applications/{id}', { params: { path: { id } } })),
    data(api.GET('/v1/account')),
  ]);
  return { ...own, consents };
}

/** Waits a moment for the provider's page; where it does not come, the application's page says so. */
async function answered(visit: Visit): Promise<void> {
  for (let looks = 0; looks < LOOKS; looks += 1) {
    if ((await load(visit)).check?.url) return;
    await pause(LOOKS_EVERY_MS);
  }
}
