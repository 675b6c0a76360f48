import { isMadeOfOthers, type ProductVersion } from '../catalogue/product';
import { sessionInWords } from '../catalogue/session';
import { refusedBy, type Entry, type Mail } from '../decision';
import type { DecidedSitting } from '../bookings/sitting.decide';
import type { Price } from '../orders/fee';
import { refuse, type Refusal } from '../refusal';
import { londonDate, monthsLater, type Instant, type LocalDate } from '../working-days';
import { bookingKey, chargeEntry } from './charge';
import { bookedAlong, bookingsWith } from './registration.booking';
import { notOpen, undoAlone, withUndo, type About, type Decided } from './registration.decide';
import { chosenOf, confirmRefusals, notConfirmable, type Chosen } from './registration.refusals';
import type { Confirm, Registration, UndoFacts } from './registration.state';
import { registrationLife } from './registration.transitions';

const { step } = registrationLife;
const HOUR_MS = 3_600_000;

/**
 * REG-1, REG-2, REG-3, REG-9, REG-11, REG-14: a group is registered: every line without fault and not registered before, the product
 * approved and open, its session open, room in its batch; the fee of the day is charged (MON-3, WHY-4). What its product books is booked with
 * it (REG-17). Every refusal at once.
 */
export function confirm(registration: Registration, command: Confirm, about: About): Decided {
  const facts = about.facts.confirm!;
  if (registration.state !== 'open') return refusedBy(registration, notOpen(registration));
  if (registration.isCheckOnly) return refusedBy(registration, checkedOnly());
  const gone = notConfirmable(facts);
  if (gone) return refusedBy(registration, gone);
  const chosen = chosenOf(command, facts);
  const { refusals: notBooked, sittings } = bookingsWith(command, facts, chosen, about);
  const refusals = [...confirmRefusals(command, facts, chosen, about.policy.registrations.batchLearners), ...notBooked];
  if (refusals.length > 0) return refusedBy(registration, ...refusals);
  return confirmed(registration, command, about, chosen, sittings);
}

/**
 * IMP-1, REG-17: until so many hours after it was registered, at that boundary no longer, a group is undone: learners on whom nothing depends,
 * and the bookings that came with them, with the full fees back; with the last one it is over.
 */
export function undo(registration: Registration, { group }: { group: string }, about: About): Decided {
  const facts = about.facts.undo!;
  const refusal = notUndoable(facts, about.at, about.policy.registrations.undoHours);
  if (refusal) return refusedBy(registration, refusal);
  const key = undoneKey(keyOf(registration, group));
  const entries = [
    ...chargeEntries(registration, key, facts.price, -facts.learners),
    ...facts.bookings.flatMap((each) => chargeEntries(registration, undoneKey(bookingKey(each.group)), each.fee, -each.many)),
  ];
  const { reference, madeBy } = registration;
  const mail: Mail = {
    template: 'registration-undone',
    to: { user: about.by ?? madeBy },
    facts: { reference, learners: String(facts.learners), kept: String(facts.kept) },
  };
  const evidence = {
    receivedAt: about.at,
    registeredAt: facts.group!.registeredAt!,
    undoUntil: undoneUntil(facts.group!.registeredAt!, about.policy.registrations.undoHours),
  };
  const isLast = registration.state === 'registered' && facts.others === 0;
  const change = { undone: group, ...(isLast ? { schedule: [] } : {}) };
  return step(registration, isLast ? 'lastUndone' : 'undone', about.at, change, { entries, mails: [mail], evidence });
}

/** The instant from which what was registered at another can be undone no longer: so many hours later, whatever the clocks do (IMP-1). */
export function undoneUntil(registeredAt: Instant, undoHours: number): Instant {
  return new Date(Date.parse(registeredAt) + undoHours * HOUR_MS).toISOString();
}

/** The last day of a registration on a product that is made on a London day (TIM-2, LAP-1). */
export function lapseOf(day: LocalDate, { lapseMonths }: Pick<ProductVersion, 'lapseMonths'>): LocalDate {
  return monthsLater(day, lapseMonths);
}

/** The key of the entry that charges a group (MON-2). */
export function keyOf({ id }: Pick<Registration, 'id'>, group: string): string {
  return `registration/${id}/${group}`;
}

/** The key of the entry that credits what another one has charged, where a registration is undone (MON-2). */
export function undoneKey(charged: string): string {
  return `${charged}/undone`;
}

function confirmed(registration: Registration, command: Confirm, about: About, chosen: Chosen, sittings: DecidedSitting[]): Decided {
  const { at, requestId } = about;
  const facts = about.facts.confirm!;
  const product = facts.product!;
  const day = londonDate(at);
  const session = facts.batch?.session ?? command.session ?? facts.sessions[0]!;
  const batch = facts.batch?.id ?? requestId!;
  const registered = isMadeOfOthers(product) ? facts.members : [product];
  const on = registered.map((each) => ({ product: each.product, lapsesOn: lapseOf(day, each) }));
  const { group } = command;
  const { from: feeFrom, ...price } = facts.price!;
  const last = {
    group,
    product: product.product,
    session,
    batch,
    joins: facts.batch !== null,
    ...chosen,
    on,
    price,
    learners: facts.lines,
    booking: sittings.length > 0 ? { sittings, address: command.booking?.address ?? null } : null,
  };
  const isLast = about.facts.openGroups <= 1;
  const schedule = withUndo(isLast ? undoAlone(registration) : registration.schedule, about);
  const told = {
    reference: registration.reference,
    subject: product.name,
    session: sessionInWords(session),
    learners: String(facts.lines),
  };
  const mails: Mail[] = [{ template: 'registration-confirmed', to: { batch }, facts: told }];
  if (facts.batch && facts.batch.by !== about.by) mails.push({ template: 'registration-confirmed', to: { user: about.by! }, facts: told });
  const booked = sittings.map(({ component, band }) => `${component} ${band}`).join(', ');
  const evidence = {
    ...{ receivedAt: at, session: String(session), product: product.product, productFrom: product.from, feeFrom, batch },
    ...(booked ? { booked } : {}),
  };
  const books = bookedAlong(sittings, registration.organisation!, facts.lines);
  return step(
    registration,
    isLast ? 'lastConfirmed' : 'confirmed',
    at,
    { confirmed: last, schedule },
    { entries: chargeEntries(registration, keyOf(registration, group), price, facts.lines), mails, books, evidence },
  );
}

function notUndoable({ group, learners, kept }: UndoFacts, at: Instant, undoHours: number): Refusal | null {
  if (!group?.registeredAt) return refuse('group', 'IMP-1', 'Nothing of this group is registered', 'Undo one that is.', '/group');
  if (group.undoneAt) return refuse('undone', 'IMP-1', 'This group is undone already', 'Read its learners.', '/group');
  if (at >= undoneUntil(group.registeredAt, undoHours))
    return refuse(
      'undoOver',
      'IMP-1',
      `A registration can be undone for ${undoHours} hours`,
      'Cancel or withdraw single learners instead.',
      '/group',
    );
  if (learners === 0 && kept > 0)
    return refuse('allKept', 'IMP-1', 'Something depends on each of these learners', 'Cancel what depends on them first.', '/group');
  return null;
}

function checkedOnly(): Refusal {
  return refuse('checkedOnly', 'REG-9', 'This file was sent to be checked only', 'Send it again to register its learners.');
}

function chargeEntries({ organisation }: Registration, key: string, price: Price | null, quantity: number): Entry[] {
  const entry = price && chargeEntry(organisation!, key, price, quantity);
  return entry ? [entry] : [];
}
