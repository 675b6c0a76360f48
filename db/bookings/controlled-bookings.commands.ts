import { bookControlled, type ControlledBooking, type DecidedControlled } from '../../domain/bookings/controlled-booking.decide';
import { declarationFaults } from '../../domain/bookings/materials-declaration';
import type { DecidedSitting } from '../../domain/bookings/sitting.decide';
import { refuse, type Refusal } from '../../domain/refusal';
import { dateWords, type Instant } from '../../domain/working-days';
import { currentCalendar } from '../core/calendars.queries';
import { CommitRefused } from '../core/commit-refused';
import { prepared, type Transaction } from '../core/database';
import { sendToUser } from '../core/outbox.commands';
import { numbersInForce } from '../core/policies.queries';
import type { RequestedBy } from '../core/requests.commands';
import { notThere, type Chosen } from './booking-facts.queries';
import { isOver } from './bookings.commands';
import { readControlledFacts, type ReadControlledFacts } from './controlled-facts.queries';
import { drawTopics, keptTopics } from './drawn-topics.commands';
import type { OfCentre } from './booking.model';
import { writeGroup } from './writing.commands';

const WRITE = `
  insert into controlled_bookings (booking_id, tenant_id, organisation_id, topic_id, completion_year, declaration_version, declared_at, declared_by)
  select b.id, $1, $2, b.topic, $3, $4, $5, $6 from jsonb_to_recordset($7::jsonb) as b(id uuid, topic uuid)`;

/** What a centre books of controlled assessment. */
export interface ControlledRequest extends ControlledBooking, Chosen {
  /** The version of the declaration that is made with it; null where it is made later (CAS-1). */
  declaration: string | null;
  /** A dry run draws no lots: it would tell what nobody is to know before. */
  isRehearsal: boolean;
}
/** Controlled bookings that were made together. */
export interface WrittenControlled {
  group: string;
  decided: DecidedControlled;
  /** The topic of each by identifier; null where it is the centre's own, or not drawn yet. */
  bookings: { id: string; learner: string; topic: string | null }[];
}

/**
 * Books a controlled component of learners of one centre, all of them or none (CAS-1): decided as of the instant of receipt, topics given, lots
 * drawn once for ever. Throws all refusals at once.
 */
export async function bookControlledLearners(
  trx: Transaction,
  of: OfCentre,
  request: ControlledRequest,
  asked: RequestedBy,
  at: Instant,
): Promise<WrittenControlled> {
  const { product, component } = request;
  const facts = await readControlledFacts(trx, of.tenant, request, at);
  const about = {
    at,
    policy: await numbersInForce(trx, at),
    calendar: await currentCalendar(trx),
    by: asked.by.user_id,
    requestId: null,
    facts,
  };
  const { refusals, decided } = bookControlled(request, about);
  const all = [
    ...(await notThere(trx, request, facts.learners, { rule: 'CAS-1', from: '/v1/controlled-learners' })),
    ...refusals,
    ...declared(request),
  ];
  if (all.length > 0 || !decided) throw new CommitRefused(all);
  const learners = facts.learners.map(({ id: learner, batch }) => ({ learner, batch, address: null, came_from: null }));
  const sitting = sittingOf(component, decided);
  const { session } = facts.learners[0]!;
  const made = { sitting, isOver: isOver(sitting, facts.windows), product, session, location: null, purchaseOrder: null, learners };
  const { group, bookings } = await writeGroup(trx, of, made, asked, at);
  const topics = await topicsFor(trx, of, request, decided, facts, at);
  const rows = bookings.map(({ id, learner }) => ({ id, learner, topic: topics.get(learner) ?? null }));
  const declaration = request.declaration ? [request.declaration, at, asked.by.user_id] : [null, null, null];
  await prepared(trx, 'write-controlled', WRITE, [
    of.tenant,
    of.organisation,
    request.completionYear,
    ...declaration,
    JSON.stringify(rows),
  ]);
  await sendToUser(trx, {
    ...{ kind: 'mail', ...of, about: group, template: 'controlled-booked', user: asked.by.user_id },
    facts: { bookings: String(rows.length), component, day: dateWords(decided.assessmentOn) },
  });
  return { group, decided, bookings: rows };
}

/** The topic of each learner: none where it is the centre's own. */
async function topicsFor(
  trx: Transaction,
  of: OfCentre,
  { component, isOwnTopic, isRehearsal }: ControlledRequest,
  { giving, topics }: DecidedControlled,
  facts: ReadControlledFacts,
  at: Instant,
): Promise<Map<string, string>> {
  const learners = facts.learners.map(({ id }) => id);
  if (isOwnTopic) return new Map();
  if (giving !== 'random') return new Map(learners.map((learner) => [learner, topics[0]!.id]));
  return isRehearsal ? keptTopics(trx, learners, component) : drawTopics(trx, of, { learners, component, topics }, at);
}

function sittingOf(component: string, { window, assessmentOn, assessmentAt, bookedUntil, evidence }: DecidedControlled): DecidedSitting {
  return {
    ...{ component, window, assessmentOn, assessmentAt, time: '00:00', accepts: null },
    ...{ band: 'ordinary', changesAt: bookedUntil, fee: null, evidence },
  };
}

function declared({ declaration, isOwnTopic }: ControlledRequest): Refusal[] {
  if (declaration === null) return [];
  if (!isOwnTopic) return declarationFaults(declaration);
  const detail = 'The topic is the centre’s own: it holds the materials already';
  return [refuse('heldByCentre', 'CAS-1', detail, 'Leave the declaration out.', '/declaration')];
}
