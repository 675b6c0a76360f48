import { z } from 'zod';
import { bookingStateWords } from '../../domain/bookings/booking.state';
import { materialsDeclarations, type DeclarationVersion } from '../../domain/bookings/materials-declaration';
import { topicGivings } from '../../domain/bookings/topic';
import { sessionInWords } from '../../domain/catalogue/session';
import type { WrittenControlled } from '../../db/bookings/controlled-bookings.commands';
import { overFromOf, type FoundControlled } from '../../db/bookings/controlled-bookings.queries';
import type { ControlledLearner, ControlledProduct } from '../../db/bookings/controlled-learners.queries';
import type { MaterialOfBooking } from '../../db/bookings/materials.queries';
import type { CsvColumn } from '../core/csv';
import { batchName, productBody, productName } from '../registration/batches.representations';
import { bookingFilter, bookingState, component, titleOf } from './bookings.representations';

const topicName = z.object({ id: z.uuid(), code: z.string(), title: z.string() });
topicName.register(z.globalRegistry, { id: 'TopicName' });
const shape = {
  id: z.uuid(),
  group: z.uuid().describe('Those that were booked together'),
  learner: z.object({ id: z.uuid(), number: z.string(), forename: z.string(), surname: z.string(), birthDate: z.iso.date() }),
  batch: batchName,
  product: productName,
  session: z.int(),
  sessionInWords: z.string(),
  component: component.pick({ code: true, title: true }),
  centre: z.object({ id: z.uuid(), name: z.string() }),
  window: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  assessmentOn: z.iso.date().describe('Its day, or the last one of its window'),
  topic: topicName.nullable().describe('Null where the centre contextualises its own one'),
  completionYear: z.int().nullable(),
  declaredAt: z.iso.datetime().nullable(),
  state: bookingState,
  stateSince: z.iso.datetime(),
  version: z.int(),
};
/** By what controlled bookings are searched (REG-13). */
export const controlledFilter = { ...bookingFilter, birthDate: z.iso.date().optional() };
/** A controlled booking as listed (REG-13). */
export const foundControlled = z.object(shape);
foundControlled.register(z.globalRegistry, { id: 'FoundControlledBooking' });
const material = z.object({
  id: z.uuid(),
  title: z.string(),
  type: z.string(),
  bytes: z.int(),
  releasedAt: z.iso.datetime(),
  isOpen: z.boolean(),
  closedBecause: z.string().nullable(),
});
material.register(z.globalRegistry, { id: 'BookingMaterial' });
/** A controlled booking in full. */
export const controlledDetails = z.object({
  ...shape,
  bookedAt: z.iso.datetime().describe('When it was received'),
  availableUntil: z.iso.datetime().describe('When its window or its day is over: materials end, and its result is awaited (MAT-1)'),
  declaration: z.object({ version: z.string(), words: z.string(), at: z.iso.datetime(), by: z.uuid() }).nullable(),
  cancelledBecause: z.string().nullable(),
  materials: z.array(material),
  evidence: z.record(z.string(), z.string()).describe('What it turned on: instants, policy, calendar (WHY-4)'),
});
controlledDetails.register(z.globalRegistry, { id: 'ControlledBookingDetails' });

/** Controlled bookings that are made together, or a dry run tells of. */
export const controlledGroup = z.object({
  id: z.uuid(),
  component: z.string(),
  window: z.uuid().nullable(),
  assessmentOn: z.iso.date(),
  bookedUntil: z.iso.datetime().describe('Until then more can be booked'),
  availableUntil: z.iso.datetime(),
  bookings: z.array(
    z.object({ id: z.uuid(), learner: z.uuid(), topic: z.uuid().nullable().describe('Null in a dry run before lots are drawn') }),
  ),
  evidence: z.record(z.string(), z.string()),
});
controlledGroup.register(z.globalRegistry, { id: 'ControlledBooked' });

/** A learner who has controlled components. */
export const controlledLearner = z.object({
  id: z.uuid(),
  number: z.string(),
  forename: z.string(),
  surname: z.string(),
  birthDate: z.iso.date(),
  product: productName,
  batch: batchName,
  session: z.int(),
  sessionInWords: z.string(),
  lapsesOn: z.iso.date(),
  components: z.array(
    component.extend({ isBooked: z.boolean(), wasBooked: z.boolean().describe('Now or before, cancelled ones left out') }),
  ),
});
controlledLearner.register(z.globalRegistry, { id: 'ControlledLearner' });

/** What of a product is booked as controlled assessment now. */
export const controlledProduct = z.object({
  hasWindows: z.boolean().describe('False: it is assessed on a day'),
  components: z.array(
    component.extend({
      giving: z.enum(topicGivings).nullable().describe('How its topics are given; null where it has none yet'),
      takesOwn: z.boolean(),
      topics: z.array(topicName).describe('Those that stand today, where they are chosen'),
    }),
  ),
  windows: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      component: z.string().nullable(),
      from: z.iso.datetime().nullable().describe('Null where it takes bookings already'),
      until: z.iso.datetime(),
    }),
  ),
});
controlledProduct.register(z.globalRegistry, { id: 'ControlledProduct' });

/** A controlled booking in a list. */
export function controlledBody({ booking, group, learner, batch, product, centre, window, controlled, topic }: FoundControlled) {
  const { id, state, stateSince, component: code, version } = booking;
  const { number, forename, surname, birthDate } = learner;
  const { completionYear, declaredAt } = controlled;
  return {
    ...{ id, group: group.id, learner: { id: learner.id, number, forename, surname, birthDate } },
    ...{ batch: { id: batch.id, number: batch.number }, product: productBody({ product }) },
    ...{ session: group.session, sessionInWords: sessionInWords(group.session) },
    component: { code, title: titleOf(product.components, code) },
    ...{ centre: { id: centre.id, name: centre.name }, window: window && { id: window.id, name: window.name } },
    ...{ assessmentOn: group.assessmentOn, topic: topic && { id: topic.id, code: topic.code, title: topic.title } },
    ...{ completionYear, declaredAt, state, stateSince, version },
  };
}

/** A controlled booking in full. */
export function controlledDetailsBody({ materials, ...found }: FoundControlled & { materials: MaterialOfBooking[] }) {
  const { declarationVersion: version, declaredAt: at, declaredBy: by, cancelledBecause } = found.controlled;
  return {
    ...controlledBody(found),
    ...{ bookedAt: found.group.receivedAt, availableUntil: overFromOf(found), cancelledBecause, evidence: found.group.evidence },
    declaration: version && { version, words: materialsDeclarations[version as DeclarationVersion], at, by },
    materials: materials.map(({ material: { id, title, type, bytes, releasedAt }, refusal }) => ({
      ...{ id, title, type, bytes, releasedAt, isOpen: refusal === null, closedBecause: refusal?.detail ?? null },
    })),
  };
}

/** Controlled bookings that were made together. */
export function controlledGroupBody(component: string, { group: id, decided, bookings }: WrittenControlled) {
  const { window, assessmentOn, bookedUntil, overFrom: availableUntil, evidence } = decided;
  return { id, component, window, assessmentOn, bookedUntil, availableUntil, bookings, evidence };
}

/** A learner who has controlled components. */
export function controlledLearnerBody({ learner, batch, product, components }: ControlledLearner) {
  const { id, number, forename, surname, birthDate, session, lapsesOn } = learner;
  return {
    ...{ id, number, forename, surname, birthDate, product: productBody({ product }), batch: { id: batch.id, number: batch.number } },
    ...{ session, sessionInWords: sessionInWords(session), lapsesOn, components },
  };
}

/** What of a product is booked as controlled assessment now. */
export function controlledProductBody({ components, windows, hasWindows }: ControlledProduct) {
  return {
    hasWindows,
    components: components.map(({ topics, ...each }) => ({ ...each, topics: topics.map(({ id, code, title }) => ({ id, code, title })) })),
    windows,
  };
}

/** The columns of the Bookings report (BKG-6). */
export const controlledColumns: CsvColumn<FoundControlled>[] = [
  ['learner number', ({ learner }) => learner.number],
  ['forename', ({ learner }) => learner.forename],
  ['surname', ({ learner }) => learner.surname],
  ['birth date', ({ learner }) => learner.birthDate],
  ['product code', ({ product }) => product.code],
  ['product', ({ product }) => product.name],
  ['session', ({ group }) => sessionInWords(group.session)],
  ['batch', ({ batch }) => batch.number],
  ['component', ({ booking }) => booking.component],
  ['window', ({ window }) => window?.name ?? null],
  ['assessment date', ({ group }) => group.assessmentOn],
  ['topic code', ({ topic }) => topic?.code ?? null],
  ['topic', ({ topic }) => topic?.title ?? 'The centre’s own'],
  ['expected completion year', ({ controlled }) => controlled.completionYear],
  ['declared', ({ controlled }) => controlled.declaredAt],
  ['status', ({ booking }) => bookingStateWords[booking.state]],
];
