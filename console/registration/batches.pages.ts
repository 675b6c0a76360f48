import type { Express } from 'express';
import type { components } from '../kit/api';
import { serveCase, type CasePage, type Facts } from '../kit/case';
import { dayOf, momentOf, stateTag } from '../kit/cells';
import { data } from '../kit/client';
import { serveFile } from '../kit/files';
import { serveList, type List } from '../kit/list';
import { may, type Visit } from '../kit/page';
import { batchLink, CENTRE, ofCentre, productOf } from '../kit/learners';

type Batch = components['schemas']['BatchReports'];
type Paperwork = components['schemas']['Paperwork'];
type Part = Batch['paperwork'][number];

const list: List<'/v1/batches'> = {
  path: '/batches',
  title: 'Batches',
  order: 'Newest first, or by number',
  from: '/v1/batches',
  isPaged: true,
  filters: [
    { name: 'batch', label: 'Batch number' },
    { name: 'product', label: 'Product code or name' },
    { name: 'session', label: 'Session, by the year in which it begins' },
    { name: 'sort', label: 'Sorted by', any: 'Newest', choices: [['number', 'Number']] },
  ],
  ownFilters: ofCentre,
  columns: [
    { head: 'Batch', of: batchLink },
    CENTRE,
    { head: 'Product', of: productOf },
    { head: 'Session', of: ({ sessionInWords }) => sessionInWords },
    { head: 'Learners', of: ({ learners }) => learners },
    { head: 'Part of', of: ({ bundle }) => batchLink(bundle) },
    { head: 'Registered', of: ({ registeredAt }) => ({ moment: registeredAt }) },
    { head: 'Show learners', of: ({ number, bundle, product }) => learnersOf({ number, bundle, product }, 'Show learners') },
    { head: 'Show all reports', of: reportsOf },
    { head: 'Book', of: ({ number }) => ({ text: `Book ${number}`, href: `/bookable-learners?batch=${number}` }), permission: 'bookings' },
  ],
  things: ['batch', 'batches'],
  nothing: 'No learners have been registered yet.',
};

const bundles: List<'/v1/bundle-batches'> = {
  path: '/bundles',
  title: 'Batches of apprenticeships and bundles',
  order: 'Newest first',
  from: '/v1/bundle-batches',
  isPaged: true,
  filters: [
    { name: 'bundle', label: 'Bundle batch number' },
    { name: 'product', label: 'Product code or name' },
    { name: 'number', label: 'Learner number' },
    { name: 'forename', label: 'Beginning of the forename' },
    { name: 'surname', label: 'Beginning of the surname' },
    { name: 'birthDate', label: 'Date of birth, as 2008-02-03' },
  ],
  ownFilters: ofCentre,
  columns: [
    { head: 'Bundle batch', of: batchLink },
    CENTRE,
    { head: 'Product', of: productOf },
    { head: 'Session', of: ({ sessionInWords }) => sessionInWords },
    { head: 'Learners', of: ({ learners }) => learners },
    { head: 'Registered', of: ({ registeredAt }) => ({ moment: registeredAt }) },
    { head: 'Show learners', of: ({ number }) => ({ text: `Learners of ${number}`, href: `/learners?bundle=${number}` }) },
  ],
  things: ['bundle batch', 'bundle batches'],
  nothing: 'No apprenticeship or bundle has learners yet.',
};

const one: CasePage<Batch> = {
  path: '/batches/:id',
  subject: ({ api, params }) => data(api.GET('/v1/batches/{id}/reports', { params: { path: { id: params['id']! } } })),
  title: ({ number, members }) => (members.length > 0 ? `Bundle batch ${number}` : `Batch ${number}`),
  decisions: [],
  isWorkedOn: false,
  facts: (batch): Facts => [
    ['Centre', batch.centre.name],
    ['Product', productOf(batch)],
    ['Session', batch.sessionInWords],
    ...(batch.bundle ? ([['Part of', batchLink(batch.bundle)]] as Facts) : []),
    ['Learners', batch.learners],
    ['Room for', batch.room],
    ['Registered', { moment: batch.registeredAt }],
    ...(batch.window ? ([['Assessment window', batch.window]] as Facts) : []),
    ...(batch.mode ? ([['Mode of assessment', batch.mode]] as Facts) : []),
    ['Contact', `${batch.contactName}, ${batch.contactEmail}`],
    ['Address for learners', placeOf(batch.learnerAddress)],
    ['Address for certificates', placeOf(batch.certificateAddress)],
    ...batch.paperwork.map((part): Facts[number] => [`Paperwork of ${momentOf(part.registeredAt)}`, paperOf(part)]),
  ],
  related: (batch, visit) => relatedTo(batch, visit),
  money: ({ paperwork, arrivals, members }) => [
    {
      caption: 'Reports',
      heads: ['Registered', 'Your reference', 'Undone', 'PDF'],
      rows: paperwork.map((part) => [{ moment: part.registeredAt }, part.purchaseOrder ?? '–', { moment: part.undoneAt }, paperOf(part)]),
      nothing: 'Nothing was registered in it by itself.',
    },
    ...(arrivals.length === 0
      ? []
      : [
          {
            caption: 'Learners who came from other batches, which keep their reports',
            heads: ['Came', 'From batch', 'Learners', 'Your reference'],
            rows: arrivals.map(({ at, from, learners, purchaseOrder }) => [
              { moment: at },
              reportsOf(from),
              learners,
              purchaseOrder ?? '–',
            ]),
            nothing: 'Nobody came.',
          },
        ]),
    ...(members.length === 0
      ? []
      : [
          {
            caption: 'Batches of its qualifications',
            heads: ['Batch', 'Product', 'Learners'],
            rows: members.map((member) => [batchLink(member), productOf(member), member.learners]),
            nothing: 'It has none.',
          },
        ]),
  ],
};

const paperwork: CasePage<Paperwork> = {
  path: '/paperwork/:id',
  subject: ({ api, params }) => data(api.GET('/v1/paperwork/{id}', { params: { path: { id: params['id']! } } })),
  title: ({ batch }) => `Paperwork of batch ${batch.number}`,
  decisions: [],
  isWorkedOn: false,
  facts: ({ id, batch, state, file, requestedAt }) => [
    ['Batch', batchLink(batch)],
    ['PDF', file ? { text: 'Download it', href: `/paperwork/${id}/file` } : stateTag(state)],
    ['Asked for', { moment: requestedAt }],
  ],
};

/** Searches of batches and bundles, a batch's page with its reports, and the paperwork of what was registered (REG-10, REG-13). */
export function batchPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serveList(app, list);
    serveList(app, bundles);
    serveCase(app, apiUrl, one);
    serveCase(app, apiUrl, paperwork);
    serveFile(app, '/paperwork/:id/file', (id) => `${apiUrl}/v1/paperwork/${id}/file`);
  };
}

function reportsOf({ id, number }: { id: string; number: string }) {
  return { text: `All reports of ${number}`, href: `/batches/${id}?view=money#view` };
}

function learnersOf({ number, bundle, product }: Pick<Batch, 'number' | 'bundle' | 'product'>, text: string) {
  const isOfOthers = bundle === null && ['apprenticeship', 'bundle'].includes(product.type);
  return { text: `${text} of ${number}`, href: `/learners?${isOfOthers ? 'bundle' : 'batch'}=${number}` };
}

function relatedTo(batch: Batch, visit: Visit): { href: string; text: string }[] {
  const booking = may(visit, 'bookings') ? [{ text: 'Book external assessments', href: `/bookable-learners?batch=${batch.number}` }] : [];
  const booked = may(visit, 'viewBookings') ? [{ text: 'Bookings of its learners', href: `/bookings?batch=${batch.number}` }] : [];
  if (!may(visit, 'search')) return [...booking, ...booked];
  return [
    ...booking,
    ...booked,
    learnersOf(batch, 'Learners'),
    { text: 'Dates of its learners (CSV)', href: `/learner-dates.csv?batch=${batch.number}` },
  ];
}

function paperOf({ document, state, file }: Part) {
  if (file) return { text: 'Download it', href: file.replace('/v1', '') };
  return document ? { text: `Being made: ${state}`, href: `/paperwork/${document}` } : '–';
}

function placeOf(address: Batch['learnerAddress']): string {
  return address ? [address.label, ...address.lines, address.postcode].join(', ') : dayOf(null);
}
