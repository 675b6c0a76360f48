import type { Express } from 'express';
import { serveCase, type CasePage } from '../kit/case';
import { momentOf } from '../kit/cells';
import { streamFile } from '../kit/files';
import { serveList, type List } from '../kit/list';
import { ETHNICITIES, GENDERS } from './line-fields';
import { wayInWords } from './registration-words';
import { may } from '../kit/page';
import { words } from '../kit/words';
import { batchLink, CENTRE, nameOf, ofCentre, productOf } from '../kit/learners';
import { learnerDecisions, learnerOf, type WithFees } from './learner-decisions';
import { learnerHistory } from './learner-history';
import { lastDayOf, stateOf, STATES } from './learner-words';
import { managingPages } from './managing.pages';
import { VERBS } from './managing-verbs';

/** What is said of a ULN beside it (ULN-2). */
const ULN_WORDS = { none: '', unsent: 'Not sent to the LRS', sent: 'Sent to the LRS', verified: 'Verified', mismatch: 'Mismatch' } as const;
/** A lapse that is so many days away is near. */
const NEAR = 90;

const list: List<'/v1/learners'> = {
  path: '/learners',
  title: 'Learners',
  order: 'Newest first, or by name',
  from: '/v1/learners',
  isPaged: true,
  filters: [
    { name: 'product', label: 'Product code or name' },
    { name: 'centreReference', label: 'Your reference' },
    { name: 'uln', label: 'ULN' },
    { name: 'number', label: 'Learner number' },
    { name: 'forename', label: 'Beginning of the forename' },
    { name: 'surname', label: 'Beginning of the surname' },
    { name: 'batch', label: 'Batch number' },
    { name: 'bundle', label: 'Bundle batch number' },
    { name: 'session', label: 'Session, by the year in which it begins' },
    { name: 'state', label: 'State', choices: STATES },
    { name: 'sort', label: 'Sorted by', any: 'Newest', choices: [['name', 'Name']] },
  ],
  ownFilters: ofCentre,
  columns: [
    { head: 'Name', of: (learner) => ({ text: nameOf(learner), href: `/learners/${learner.id}` }) },
    CENTRE,
    { head: 'Number', of: ({ number }) => number },
    { head: 'Born', of: ({ birthDate }) => ({ day: birthDate }) },
    { head: 'ULN', of: ({ uln }) => uln },
    { head: 'Your reference', of: ({ centreReference }) => centreReference },
    { head: 'Product', of: productOf },
    { head: 'Batch', of: ({ batch }) => batchLink(batch) },
    { head: 'Session', of: ({ sessionInWords }) => sessionInWords },
    { head: 'Lapses after', of: lastDayOf },
    { head: 'State', of: stateOf },
  ],
  things: ['learner', 'learners'],
  nothing: 'No learners have been registered yet.',
  choose: { name: 'learner', value: ({ id }) => id, words: nameOf, permission: 'myLearners' },
  template: 'learners',
  beside: async (visit) => ({ verbs: may(visit, 'myLearners') ? VERBS.map(({ name, does }) => [name, does]) : [] }),
};

/** The same of those whose registration lapses soon (CEN-2, LAP-1). */
const lapsing: List<'/v1/learners'> = {
  ...list,
  path: '/lapses-near',
  title: `Registrations that lapse within ${NEAR} days`,
  order: 'The first to lapse first',
  always: () => ({ lapsesWithin: NEAR }),
  filters: [{ name: 'product', label: 'Product code or name' }],
  nothing: `No registration lapses within ${NEAR} days.`,
};

const one: CasePage<WithFees> = {
  path: '/learners/:id',
  subject: learnerOf,
  title: nameOf,
  decisions: learnerDecisions,
  isWorkedOn: false,
  told: learnerHistory,
  money: ({ fees }) => [
    {
      caption: 'Fees and credits of this learner alone',
      heads: ['Decided', 'What', 'Purchase order', 'Sum', 'Invoice'],
      rows: fees.map(({ decidedAt, what, purchaseOrder, amount, invoice }) => [
        ...[{ moment: decidedAt }, words(what), purchaseOrder ?? '–', { money: amount }],
        invoice ? { text: invoice.number, href: `/invoices/${invoice.id}` } : 'At the month’s end',
      ]),
      nothing: 'None: the registration is charged with its batch.',
    },
  ],
  related: ({ id, batch, bundle, cameFrom, wentTo }, visit) => [
    { href: `/batches/${batch.id}`, text: `Batch ${batch.number}` },
    ...(may(visit, 'viewBookings') ? [{ href: `/bookings?learner=${id}`, text: 'Bookings' }] : []),
    ...(bundle ? [{ href: `/batches/${bundle.id}`, text: `Bundle batch ${bundle.number}` }] : []),
    ...(cameFrom ? [{ href: `/learners/${cameFrom}`, text: 'The registration on which this one follows' }] : []),
    ...(wentTo ? [{ href: `/learners/${wentTo}`, text: 'The registration that follows on this one' }] : []),
  ],
  facts: (learner) => [
    ['State', stateOf(learner)],
    ['Lapses after', lastDayOf(learner)],
    ['What comes next', dueNextOf(learner)],
    ['Learner number', learner.number],
    [
      'ULN',
      learner.uln &&
        [learner.uln, ULN_WORDS[learner.ulnAnswer.standing], ...learner.ulnAnswer.flags.map(({ detail }) => detail)]
          .filter(Boolean)
          .join('. '),
    ],
    ['Your reference', learner.centreReference],
    ['Centre', learner.centre.name],
    ['Product', productOf(learner)],
    ['Session', learner.sessionInWords],
    ['Date of birth', { day: learner.birthDate }],
    ['Gender', called(GENDERS, learner.gender)],
    ['Ethnicity', called(ETHNICITIES, learner.ethnicity)],
    ['Country of study', learner.countryName],
    ['Postcode', learner.postcode],
    ['Starts', { day: learner.startOn }],
    ['Planned end', { day: learner.plannedEndOn }],
    ['Arrangements', learner.arrangements.join(', ') || null],
    ['Contact about them', learner.contactEmail],
    ['Registered', { moment: learner.registeredAt }],
    ['First registered', { moment: learner.firstRegisteredAt }],
    ['Fee of the registration', { money: learner.fee }],
    ['Certificated', { day: learner.certificatedOn }],
    ['Registered by', learner.registration && wayInWords(learner.registration.way)],
    ['Purchase order', learner.registration?.purchaseOrder ?? arrivedUnder(learner)],
  ],
};

/** Searches of learners with the file of all that they find, and a learner's page (REG-13). */
export function learnerPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    for (const { path, filters, always } of [list, lapsing])
      streamFile(app, `${path}.csv`, 'text/csv', (query) => {
        const asked = [...filters!.map(({ name }) => name), 'organisation'].flatMap((name) => (query[name] ? [[name, query[name]]] : []));
        const fixed = Object.entries(always?.({} as never) ?? {}).map(([name, value]) => [name, String(value)]);
        return `${apiUrl}/v1/learners/export?${new URLSearchParams([...asked, ...fixed] as [string, string][])}`;
      });
    managingPages(app, serveList(app, list));
    serveList(app, lapsing);
    serveCase(app, apiUrl, one);
  };
}

function called(choices: readonly (readonly [code: string, text: string])[], code: string): string {
  return choices.find(([each]) => each === code)?.[1] ?? code;
}

/** The purchase order under which a learner was transferred, or topped up or down, to this registration (LRN-4, LRN-5). */
function arrivedUnder({ fees }: WithFees): string | null {
  return fees.find(({ what }) => what === 'transferredIn' || what === 'toppedIn')?.purchaseOrder ?? null;
}

/** What of the lapse comes next, as everybody reads it (LAP-1). */
function dueNextOf({ dueNext }: WithFees): string | null {
  if (!dueNext) return null;
  return `${momentOf(dueNext.at)}: ${dueNext.what === 'lapse' ? 'the registration lapses' : 'the centre is told of the lapse by e-mail'}`;
}
