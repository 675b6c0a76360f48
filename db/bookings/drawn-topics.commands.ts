import { randomInt } from 'node:crypto';
import type { Topic } from '../../domain/bookings/topic';
import type { Instant } from '../../domain/working-days';
import { prepared, type Transaction } from '../core/database';
import type { OfCentre } from './booking.model';

/** What was drawn for a person on the product, also before he was transferred: his number is the same there. */
const KEPT = `
  select distinct on (me.id) me.id as learner, d.topic_id as topic from learners me
  join learners l on l.tenant_id = me.tenant_id and l.number = me.number and l.product_id = me.product_id
  join drawn_topics d on d.learner_id = l.id and d.component = $2
  where me.id = any($1::uuid[]) order by me.id, d.drawn_at`;
const DRAW = `
  insert into drawn_topics (learner_id, component, tenant_id, organisation_id, topic_id, drawn_at)
  select l.learner, $1, $2, $3, l.topic, $4 from jsonb_to_recordset($5::jsonb) as l(learner uuid, topic uuid) on conflict do nothing`;
const DRAWN = 'select learner_id as learner, topic_id as topic from drawn_topics where learner_id = any($1::uuid[]) and component = $2';
type Drawn = { learner: string; topic: string };

/** The topics that were drawn for some learners' component. */
export async function keptTopics(trx: Transaction, learners: readonly string[], component: string): Promise<Map<string, string>> {
  const rows = await prepared<Drawn>(trx, 'kept-topics', KEPT, [learners, component]);
  return new Map(rows.map(({ learner, topic }) => [learner, topic]));
}

/** Draws a topic for each learner who has none yet: it is his for ever, whatever becomes of his bookings (CAS-1). Answers the topic of each. */
export async function drawTopics(
  trx: Transaction,
  { tenant, organisation }: OfCentre,
  { learners, component, topics }: { learners: readonly string[]; component: string; topics: readonly Topic[] },
  at: Instant,
): Promise<Map<string, string>> {
  const kept = await keptTopics(trx, learners, component);
  const drawn = learners.map((learner) => ({ learner, topic: kept.get(learner) ?? topics[randomInt(topics.length)]!.id }));
  await prepared(trx, 'draw-topics', DRAW, [component, tenant, organisation, at, JSON.stringify(drawn)]);
  const rows = await prepared<Drawn>(trx, 'drawn-topics', DRAWN, [learners, component]);
  return new Map(rows.map(({ learner, topic }) => [learner, topic]));
}
