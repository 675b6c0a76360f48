import type { Express } from 'express';
import type { components } from '../kit/api';
import { moneyOf, momentOf } from '../kit/cells';
import { data, keyed } from '../kit/client';
import { serveDecisions, type Decided, type Decision } from '../kit/decision';
import type { Field } from '../kit/fields';
import { field, may, target, type Said, type Step, type Visit } from '../kit/page';
import { plural } from '../kit/words';
import {
  acceptances,
  asksForWindow,
  bookedBody,
  bookedFields,
  bookedHref,
  bookedKnown,
  bookedLines,
  bookedNames,
  insistOnAcceptance,
  isNotAccepted,
  windowChoice,
  type Places,
} from './booked-with';
import { productOfCode, type RegisteredOn } from './registration-products';
import { groupOf, isOpenFor, isUndoable, mayWorkOn, registrationOf, type Group, type Registration } from './registration-words';

type Centre = components['schemas']['Organisation'];
type Batch = components['schemas']['FoundBatch'];
type Confirmation = components['schemas']['ConfirmRegistrationBody'];

/** A group that an address names, with its product and what the centre can choose. */
interface Subject {
  registration: Registration;
  group: Group;
  product: RegisteredOn | null;
  addresses: NonNullable<Centre['addresses']>;
  batches: Batch[];
  /** Places of assessment that were named before. */
  locations: string[];
}

/** Batches to choose from, the newest first. */
const BATCHES = 50;
/** What a review knows beside what was entered. */
const QUOTED = ['step', 'fee', 'sessionName', 'room'];
const LOOSE = [
  'session',
  'batch',
  'window',
  'mode',
  'learnerAddress',
  'certificateAddress',
  'purchaseOrder',
  'contactName',
  'contactEmail',
];

/** A review that is refused is a form again, but where a fee is to be accepted: what is wrong stands at its fields. */
const isReview = (visit: Visit) => field(visit, 'step') === 'review' && (!visit.refused || isNotAccepted(visit.refused));
const learnersOf = ({ group }: Subject) => plural(group.lines, 'learner');
const productName = ({ group, product }: Subject) => [group.productCode, product?.name].filter(Boolean).join(' ');

const confirm: Decision<Subject> = {
  name: 'groups/:group/confirm',
  permission: 'makeRegistrations',
  link: 'Confirm',
  isOpen: ({ registration, group }, visit) => isOpenFor(registration, visit) && !registration.isCheckOnly && group.state === 'open',
  title: (subject, visit) => `${isReview(visit) ? 'Review' : 'Centre information'}: ${productName(subject)}`,
  says: (subject, visit) => (isReview(visit) ? reviewed(subject, visit) : begun(subject)),
  fields: (subject, visit) => (isReview(visit) ? reviewFields(subject, visit) : centreInformation(subject, visit)),
  button: (subject, visit) => (isReview(visit) ? `Register ${learnersOf(subject)} for ${field(visit, 'fee')}` : 'Continue'),
  act: (visit, subject) => (isReview(visit) ? register(visit, subject) : quote(visit, subject)),
};

const undo: Decision<Subject> = {
  name: 'groups/:group/undo',
  permission: 'makeRegistrations',
  link: 'Undo',
  isOpen: ({ registration, group }, visit) => mayWorkOn(registration, visit) && isUndoable(group),
  title: ({ group }) => `Undo the registration on ${group.productCode}`,
  says: (subject) => [
    `${learnersOf(subject)} of batch ${subject.group.batch?.number}. The full fee of whoever is undone comes back.`,
    ...(subject.group.bookings.length > 0 ? ['What was booked with the registration goes with it, and its fee comes back.'] : []),
    'Learners on whom something else depends already, another booking for one, stay registered: you are told who and why.',
    `It can be undone until ${momentOf(subject.group.undoUntil)}.`,
  ],
  fields: () => [],
  button: (subject) => `Undo ${learnersOf(subject)}`,
  isGrave: true,
  act: async (visit, { registration: { id }, group }) => {
    const done = await data(visit.api.POST('/v1/registrations/{id}/undo', { ...target(visit), body: { group: group.id } }));
    const kept = 'groups' in done ? (done.groups.find((each) => each.id === group.id)?.kept.length ?? 0) : 0;
    const stay = kept === 0 ? '' : ` ${plural(kept, 'learner')} could not be undone: below is who, and why.`;
    return { to: `/registrations/${id}`, text: `${plural(group.lines - kept, 'learner')} undone, with the fee back.${stay}` };
  },
};

const remove: Decision<Subject> = {
  name: 'groups/:group/remove',
  permission: 'makeRegistrations',
  link: 'Remove',
  isOpen: ({ registration, group }, visit) => isOpenFor(registration, visit) && ['open', 'blocked'].includes(group.state),
  title: ({ group }) => `Remove the learners on ${group.productCode}`,
  says: (subject) => [`${learnersOf(subject)}: nobody of them is registered by this file. You can send them again alone.`],
  fields: () => [],
  button: (subject) => `Remove ${learnersOf(subject)}`,
  isGrave: true,
  act: async (visit, { registration: { id }, group }) => {
    await data(visit.api.POST('/v1/registrations/{id}/remove-group', { ...target(visit), body: { group: group.id } }));
    return { to: `/registrations/${id}`, text: `The learners on ${group.productCode} are removed.` };
  },
};

const groups: Decided<Subject> = {
  path: '/registrations/:id',
  subject: async (visit) => {
    const { api, me } = visit;
    const registration = await registrationOf(visit);
    const group = await groupOf(visit, registration);
    const isAsked = visit.path.endsWith('/confirm') && me.organisation !== null;
    if (!isAsked) return { registration, group, product: null, addresses: [], batches: [], locations: [] };
    const [product, centre, batches, locations] = await Promise.all([
      productOfCode(visit, group.productCode),
      data(api.GET('/v1/organisations/{id}', { params: { path: { id: me.organisation! } } })),
      may(visit, 'search')
        ? data(api.GET('/v1/batches', { params: { query: { product: group.productCode, limit: BATCHES } } }))
        : { items: [] },
      may(visit, 'bookings') ? data(api.GET('/v1/assessment-locations')) : { items: [] },
    ]);
    const own = batches.items.filter((each) => each.product.code === group.productCode && each.bundle === null);
    return { registration, group, product, addresses: centre.addresses ?? [], batches: own, locations: locations.items };
  },
  title: ({ registration }) => `Registration ${registration.reference}`,
  decisions: [confirm, undo, remove],
};

/** Groups of a registration: centre information, a review with the fee, the confirmation; undone within the hours of IMP-1; taken out (REG-2, REG-8, REG-10, REG-11, REG-14, MON-3). */
export function confirmingPages(app: Express): void {
  serveDecisions(app, groups);
}

function begun(subject: Subject): string[] {
  return [
    `${learnersOf(subject)}. Nothing is registered before you have seen what it costs.`,
    ...(subject.addresses.length === 0 ? ['The centre has no address on record: ask for one among the requests.'] : []),
  ];
}

function centreInformation(subject: Subject, visit: Visit): Field[] {
  const { registration, product, batches } = subject;
  const { contact } = registration;
  const choice = (name: string, label: string, choices: Field['choices'] & {}, more: Partial<Field> = {}): Field[] =>
    choices.length === 0 ? [] : [{ name, label, as: 'choice', choices, ...more }];
  const places = placesOf(subject);
  const joined = batches.map(({ id, number, sessionInWords, learners }) => {
    return [id, `Batch ${number} of ${sessionInWords}, ${plural(learners, 'learner')}`] as const;
  });
  const asked = asksForWindow(product) ? product : null;
  const told = ['', 'As each learner has it'] as const;
  return [
    ...choice(
      'session',
      'Session',
      (product?.sessions ?? []).map(({ session, name }) => [String(session), name] as const),
    ),
    ...choice('batch', 'Batch', joined.length === 0 ? [] : [['', 'A batch of its own'], ...joined], {
      hint: 'A batch that you join tells the session',
    }),
    ...choice('window', 'Assessment window', asked?.hasWindows ? [told, ...asked.windows.map((each) => windowChoice(asked, each))] : []),
    ...choice(
      'mode',
      'Mode of assessment',
      asked && asked.modes.length > 0 ? [told, ...asked.modes.map((mode) => [mode, mode] as const)] : [],
    ),
    ...bookedFields(product, visit, places),
    ...choice('learnerAddress', 'Address for learners', places.addresses),
    ...choice('certificateAddress', 'Address for certificates', places.addresses),
    { name: 'purchaseOrder', label: 'Purchase order number', isOptional: true },
    { name: 'contactName', label: 'Contact', value: contact.name },
    { name: 'contactEmail', label: 'E-mail address of the contact', as: 'email', value: contact.email },
  ];
}

function placesOf({ addresses, locations }: Subject): Places {
  return { addresses: addresses.map(({ id, label, lines, postcode }) => [id, [label, ...lines, postcode].join(', ')] as const), locations };
}

/** All that was entered and quoted goes along; what a band costs is accepted here. */
function reviewFields({ product }: Subject, visit: Visit): Field[] {
  return [...hidden([...QUOTED, ...LOOSE, ...bookedNames(product)]), ...acceptances(product, visit)];
}

function hidden(names: string[]): Field[] {
  return names.map((name) => ({ name, label: '', as: 'hidden' }));
}

/** What a confirmation says: what is not entered is left out, and a batch that is joined has its own session. */
function asked(visit: Visit, { group, product }: Subject): Confirmation {
  const entered = LOOSE.flatMap((name) => (field(visit, name) === '' ? [] : [[name, field(visit, name)] as const]));
  const { session, ...others } = Object.fromEntries(entered) as Record<string, string>;
  return {
    group: group.id,
    ...others,
    ...bookedBody(product, visit),
    ...(session && !others['batch'] ? { session: Number(session) } : {}),
  };
}

/** What it would cost, by a dry run: the page comes again as a review. */
async function quote(visit: Visit, subject: Subject): Promise<Step> {
  const path = { id: subject.registration.id };
  const params = { path, query: { dryRun: 'true' as const }, header: keyed(undefined) };
  const body = asked(visit, subject);
  const [told, joined] = await Promise.all([
    data(visit.api.POST('/v1/registrations/{id}/confirm', { params, body })),
    body.batch ? data(visit.api.GET('/v1/batches/{id}/reports', { params: { path: { id: body.batch } } })) : null,
  ]);
  const money = 'dryRun' in told ? told.money : [];
  const amount = money.filter(({ account }) => account.startsWith('centre/')).reduce((sum, each) => sum + each.amount, 0);
  const session =
    joined?.sessionInWords ?? subject.product?.sessions.find((each) => String(each.session) === field(visit, 'session'))?.name;
  const booked = bookedKnown(subject.product, 'dryRun' in told ? (told.bookings ?? []) : []);
  return {
    known: { ...booked, step: 'review', fee: moneyOf({ amount }), sessionName: session ?? '', room: joined ? String(joined.room) : '' },
  };
}

function reviewed(subject: Subject, visit: Visit): string[] {
  const { product, addresses, batches } = subject;
  const text = (name: string) => field(visit, name);
  const placeOf = (name: string) => addresses.find(({ id }) => id === text(name))?.label;
  const batch = batches.find(({ id }) => id === text('batch'));
  const window = product?.windows.find(({ id }) => id === text('window'))?.name;
  const lines: [string, string | undefined][] = [
    ['Registered on each of', product?.madeOf.map(({ name }) => name).join('; ')],
    ['Session', text('sessionName')],
    ['Batch', batch ? `${batch.number}, which has room for ${text('room')}` : 'one of its own'],
    ['Assessment window', window],
    ['Mode of assessment', text('mode')],
    ['Address for learners', placeOf('learnerAddress')],
    ['Address for certificates', placeOf('certificateAddress')],
    ['Purchase order number', text('purchaseOrder')],
    ['Contact', [text('contactName'), text('contactEmail')].filter(Boolean).join(', ')],
  ];
  const each = product?.fee ? ` (${moneyOf(product.fee)} each${product.booksOnRegistration ? ' for the registration' : ''})` : '';
  return [
    `${learnersOf(subject)} on ${productName(subject)}: ${text('fee')} with VAT${each} is charged to the centre’s account.`,
    ...bookedLines(product, visit, placesOf(subject)),
    ...lines.flatMap(([label, value]) => (value ? [`${label}: ${value}.`] : [])),
  ];
}

async function register(visit: Visit, subject: Subject): Promise<Said> {
  const { registration, group, product } = subject;
  insistOnAcceptance(product, visit);
  const done = await data(visit.api.POST('/v1/registrations/{id}/confirm', { ...target(visit), body: asked(visit, subject) }));
  const made = 'groups' in done ? done.groups.find(({ id }) => id === group.id) : undefined;
  const [batch, booked] = [made?.batch, made && may(visit, 'viewBookings') ? bookedHref(made) : null];
  const text = `${learnersOf(subject)} ${group.lines === 1 ? 'is' : 'are'} registered${made?.bookings.length ? ' and booked' : ''}.`;
  if (booked)
    return { to: `/registrations/${registration.id}`, text, link: { href: booked, text: 'What is booked, with its confirmation' } };
  return {
    to: `/registrations/${registration.id}`,
    text,
    ...(batch ? { link: { href: `/batches/${batch.id}?view=money#view`, text: `Batch ${batch.number} with its paperwork` } } : {}),
  };
}
