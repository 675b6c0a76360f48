import { feeOn } from '../../domain/orders/fee';
import { sessionOf } from '../../domain/catalogue/session';
import type { LearnerStateName } from '../../domain/learners/learner.state';
import type { LineFault } from '../../domain/registration/learner';
import { windowsNamed } from '../../domain/registration/registration.booking';
import { chosenOf, type Chosen } from '../../domain/registration/registration.refusals';
import type { Confirm, ConfirmFacts, UndoFacts } from '../../domain/registration/registration.state';
import { keyOf } from '../../domain/registration/registration.confirm';
import { londonDate, type Instant, type LocalDate } from '../../domain/working-days';
import { isApproved, productsByCode, productsById, registrationFees, sessionsOpen, windowsOf } from '../catalogue/offers';
import { prepared, type Transaction } from '../core/database';
import { addressesOf } from '../organisations/offers';
import { BatchRow } from './batch.model';
import type { BookingsWith, CameWith, OfRegistrar } from './bookings-with';
import { ChargeRow } from './charge.model';
import { doublesOf } from './doubles.commands';
import { reasonsToKeep } from './keeps';
import { registeredOn } from './line-rules.queries';
import { RegistrationGroupRow, RegistrationLineRow } from './registration.model';

/** So many lines with faults are told with a refusal. */
const MOST_TOLD = 100;
const LOCK_CENTRE = 'select id from organisations where id = $1 for no key update';
const LOCK_BATCH = 'select * from batches where id = $1 and organisation_id = $2 for no key update';
const LOCK_LEARNERS = `select id, number, batch_id, state from learners where group_id = $1 and state <> 'undone' order by id for no key update`;
const OTHERS = `
  select count(*)::int as others from registration_groups
  where registration_id = $1 and id <> $2 and registered_at is not null and undone_at is null`;
const LINES = `
  select count(*)::int as lines, count(*) filter (where learner is null)::int as faulty,
    coalesce(array_agg(distinct learner->>'window') filter (where learner->>'window' is not null), '{}') as windows,
    coalesce(array_agg(distinct learner->>'mode') filter (where learner->>'mode' is not null), '{}') as modes,
    coalesce((array_agg(row order by row) filter (where learner->>'window' is not null))[:${MOST_TOLD}], '{}') as windowed,
    coalesce((array_agg(row order by row) filter (where learner is not null and (learner->>'startOn' is null or learner->>'plannedEndOn' is null)))[:${MOST_TOLD}], '{}') as undated,
    coalesce((array_agg(row order by row) filter (where learner->'arrangements' <> '[]' or learner->'modifications' <> '{}'))[:${MOST_TOLD}], '{}') as needing
  from registration_lines where group_id = $1 and removed_at is null`;

/** What a group is confirmed on, the centre and the batch locked: nobody registers its learners or fills its room meanwhile (REG-3, REG-9). */
export async function confirmFacts(
  trx: Transaction,
  { registration, tenant, organisation }: OfRegistrar & { registration: string },
  command: Confirm,
  bookings: BookingsWith,
  at: Instant,
): Promise<ConfirmFacts> {
  await prepared(trx, 'lock-centre', LOCK_CENTRE, [organisation]);
  const group = await RegistrationGroupRow.query(trx).findOne({ id: command.group, registration_id: registration }).forNoKeyUpdate();
  const day = londonDate(at);
  const [batch, addresses, lines] = await Promise.all([
    command.batch ? lockBatch(trx, command.batch, organisation) : null,
    strangeAddresses(trx, organisation, command),
    factsOfLines(trx, group?.id ?? null),
  ]);
  const ofProduct = await factsOfProduct(trx, organisation, group?.productId ?? null, day, at);
  const session = batch?.session ?? command.session ?? ofProduct.sessions[0] ?? sessionOf(day);
  const doubles = group
    ? await doublesOf(trx, { registration, group: group.id, session, current: session, products: ofProduct.products })
    : [];
  const { products: _products, ...facts } = ofProduct;
  const chosen = chosenOf(command, { batch, windows: facts.windows, ...lines });
  return {
    ...facts,
    ...lines,
    booking: await bookingFacts(trx, { tenant, organisation }, facts, chosen, bookings, at),
    group: group ? { standing: standingOf(group), productCode: group.productCode } : null,
    registered: doubles.slice(0, MOST_TOLD).map(({ row }) => row),
    registeredCount: doubles.length,
    batch,
    strangeAddresses: addresses,
  };
}

/** What is decided on of bookings where the product is booked with the registration, the windows of the name that is chosen held (REG-17). */
async function bookingFacts(
  trx: Transaction,
  of: OfRegistrar,
  { product, windows }: Pick<ConfirmFacts, 'product' | 'windows'>,
  { window }: Chosen,
  bookings: BookingsWith,
  at: Instant,
): Promise<ConfirmFacts['booking']> {
  if (!product?.booksOnRegistration) return null;
  const named = window ? windowsNamed(windows, window).map(({ id }) => id) : [];
  return bookings.facts(trx, of, product.product, named, at);
}

/** What learners who are registered go to another product and batch on, the centre and the batch locked as for a confirmation (LRN-4, LRN-5, REG-3). */
export async function destinationFacts(
  trx: Transaction,
  organisation: string,
  { product: code, batch }: { product: string; batch: string | null },
  at: Instant,
) {
  await prepared(trx, 'lock-centre', LOCK_CENTRE, [organisation]);
  const [known] = await productsByCode(trx, [code], londonDate(at));
  const joined = batch ? await lockBatch(trx, batch, organisation) : null;
  const { products: _products, ...facts } = await factsOfProduct(trx, organisation, known?.product ?? null, londonDate(at), at);
  return { ...facts, group: { standing: 'open' as const, productCode: known?.code ?? code }, batch: joined };
}

/** What undoing a group stands on, its learners locked: how many nothing depends on, what each was charged, and the bookings that go (IMP-1, REG-17). */
export async function undoFacts(
  trx: Transaction,
  { registration, ...of }: OfRegistrar & { registration: string },
  group: string,
  bookings: BookingsWith,
  at: Instant,
): Promise<UndoFacts> {
  const row = await RegistrationGroupRow.query(trx).findOne({ id: group, registration_id: registration }).forNoKeyUpdate();
  if (!row) return { group: null, learners: 0, kept: 0, price: null, others: 0, bookings: [] };
  if (row.batchId) await prepared(trx, 'lock-batch', LOCK_BATCH, [row.batchId, row.organisationId]);
  const learners = await undoable(trx, of, group, bookings, at);
  const charge = await ChargeRow.query(trx).findOne({ entry_key: keyOf({ id: registration }, group) });
  const price = charge ? { net: charge.netPence, vat: charge.vatPence, vatRate: charge.vatBasisPoints } : null;
  const [{ others }] = (await prepared<{ others: number }>(trx, 'groups-to-undo', OTHERS, [registration, group])) as [{ others: number }];
  const { registeredAt, undoneAt, batchId: batch } = row;
  return {
    group: { registeredAt, undoneAt, batch },
    learners: learners.numbers.size,
    kept: learners.kept.size,
    price,
    others,
    bookings: learners.going,
  };
}

/** The learners of a group by what becomes of them: rows that are undone, their numbers, and the numbers of those that are kept, with the reason (IMP-1). */
export async function undoable(
  trx: Transaction,
  of: OfRegistrar,
  group: string,
  bookings: BookingsWith,
  at: Instant,
): Promise<{ ids: string[]; numbers: Set<string>; kept: Map<string, string>; batches: string[]; going: CameWith[] }> {
  const rows = await prepared<{ id: string; number: string; batch_id: string; state: LearnerStateName }>(
    trx,
    'lock-learners',
    LOCK_LEARNERS,
    [group],
  );
  const came = await bookings.hold(trx, of, group);
  const reasons = await reasonsToKeep(trx, rows, at);
  const kept = new Map(rows.flatMap(({ id, number }) => (reasons.has(id) ? [[number, reasons.get(id)!]] : [])));
  const free = rows.filter(({ number }) => !kept.has(number));
  const ids = new Set(free.map(({ id }) => id));
  return {
    going: came.flatMap((each) => goingOf(each, ids)),
    ids: [...ids],
    numbers: new Set(free.map(({ number }) => number)),
    kept,
    batches: [...new Set(free.map((row) => row.batch_id))],
  };
}

function goingOf(came: CameWith, learners: ReadonlySet<string>): CameWith[] {
  const bookings = came.bookings.filter(({ learner }) => learners.has(learner));
  return bookings.length > 0 ? [{ ...came, bookings, many: bookings.length }] : [];
}

/** How a group stands for whoever confirms it (REG-8). */
export function standingOf({ removedAt, registeredAt, faults }: RegistrationGroupRow): 'open' | 'blocked' | 'removed' | 'registered' {
  if (registeredAt) return 'registered';
  if (removedAt) return 'removed';
  return faults.length > 0 ? 'blocked' : 'open';
}

async function lockBatch(trx: Transaction, id: string, organisation: string): Promise<ConfirmFacts['batch']> {
  const [found] = await prepared<object>(trx, 'lock-batch', LOCK_BATCH, [id, organisation]);
  if (!found) return null;
  const {
    productId: product,
    session,
    learnerCount: count,
    windowId: window,
    mode,
    bundleBatchId,
    registeredBy: by,
  } = BatchRow.fromDatabaseJson(found) as BatchRow;
  return { id, product, session, count, window, mode, isPart: bundleBatchId !== null, by };
}

async function strangeAddresses(trx: Transaction, organisation: string, command: Confirm): Promise<string[]> {
  const known = new Set((await addressesOf(trx, organisation)).map(({ id }) => id));
  const places = ['learnerAddress', 'certificateAddress'] as const;
  return places.filter((place) => command[place] && !known.has(command[place])).map((place) => `/${place}`);
}

async function factsOfLines(trx: Transaction, group: string | null) {
  const none = {
    lines: 0,
    faulty: 0,
    windows: [] as string[],
    modes: [] as string[],
    undated: [] as number[],
    needing: [] as number[],
    windowed: [] as number[],
  };
  const [counted] = group ? await prepared<typeof none>(trx, 'count-lines', LINES, [group]) : [none];
  const rows =
    group && counted!.faulty > 0
      ? await RegistrationLineRow.query(trx)
          .where({ group_id: group })
          .whereNull('removed_at')
          .whereNull('learner')
          .orderBy(['row', 'id'])
          .limit(MOST_TOLD)
      : [];
  const faulty = rows.map(({ row, faults }) => ({ row, faults: faults.filter(({ isWarning }) => !isWarning).map(told) }));
  const { lines, faulty: faultyCount, windows: lineWindows, modes: lineModes, undated, needing, windowed: windowRows } = counted!;
  return { lines, faultyCount, faulty, lineWindows, lineModes, undated, needing, windowRows };
}

function told({ field, code, rule }: LineFault) {
  return { field, code, rule };
}

async function factsOfProduct(trx: Transaction, organisation: string, id: string | null, day: LocalDate, at: Instant) {
  const [product] = id ? await productsById(trx, [id], day) : [];
  if (!product)
    return {
      product: null,
      members: [],
      isApproved: false,
      sessions: [],
      windows: [],
      price: null,
      products: {} as Record<string, string[]>,
    };
  const [approved, sessions, windows, fees, members] = await Promise.all([
    isApproved(trx, organisation, [product.code], at),
    sessionsOpen(trx, product.product, day),
    windowsOf(trx, [product.product]),
    registrationFees(trx),
    product.members.length > 0 ? productsById(trx, product.members, day) : [],
  ]);
  const fee = feeOn(fees, { item: 'registration', cardType: null, product: product.product }, day);
  return {
    product,
    members,
    isApproved: approved.has(product.code),
    sessions,
    windows: windows.map(({ id: window, name }) => ({ id: window, name })),
    price: fee ? { net: fee.net, vat: fee.vat, vatRate: fee.vatRate, from: fee.from } : null,
    products: registeredOn([product]),
  };
}
