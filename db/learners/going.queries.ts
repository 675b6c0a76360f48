import { v7 as uuid } from 'uuid';
import type { Destination, GoingFacts } from '../../domain/learners/learner-going';
import type { LearnerState } from '../../domain/learners/learner.state';
import { GONE } from '../../domain/learners/learner.state';
import type { AboutLearner, LearnerDecision } from '../../domain/learners/learner.transitions';
import type { Session } from '../../domain/catalogue/session';
import { londonDate, type Instant } from '../../domain/working-days';
import { feeOn } from '../../domain/orders/fee';
import { productsById, registrationFees } from '../catalogue/offers';
import { prepared, type Transaction } from '../core/database';
import type { LearnerRow } from '../registration/batch.model';
import { destinationFacts } from '../registration/offers';
import type { LearnersCommand } from './learner.commands';
import { learnedOf } from './learned';

/** Who of some learners stands on a product and session already, by ULN where both have one, else by names and birth date, at another centre by ULN alone; or is named twice (REG-9). */
const THERE = `
  with going as (
    select l.id, l.organisation_id, l.uln, l.name_key, l.birth_date,
      row_number() over (partition by coalesce(l.uln, l.name_key || l.birth_date) order by array_position($1::uuid[], l.id)) > 1 as is_again
    from learners l where l.id = any($1::uuid[])
  )
  select g.id from going g where g.is_again or stands_elsewhere(g.organisation_id, g.uln, $2, $3)
    or exists (select from learners o where g.uln is not null and o.uln = g.uln and o.product_id = $2 and o.session = $3 and o.id <> g.id and o.state <> all($4::text[]))
    or exists (select from learners o where o.organisation_id = g.organisation_id and o.product_id = $2 and o.session = $3 and o.name_key = g.name_key
      and o.birth_date = g.birth_date and (o.uln is null or g.uln is null) and o.id <> g.id and o.state <> all($4::text[]))`;

/** Where learners are to go: a product by its code, a batch by its identifier. */
export interface WantedDestination {
  product: string;
  batch: string | null;
  window: string | null;
  mode: string | null;
}
type Go = (learner: LearnerState, to: Destination, about: AboutLearner<GoingFacts>) => LearnerDecision;

/** The command by which learners of a centre go to another product or batch: the centre, and the batch where one is named, are locked (LRN-4, LRN-5, REG-3). */
export async function goingTo(
  trx: Transaction,
  organisation: string,
  { product, batch, window, mode }: WantedDestination,
  go: Go,
  at: Instant,
): Promise<LearnersCommand> {
  const to = await destinationFacts(trx, organisation, { product, batch }, at);
  const destination = { batch, window, mode, newBatch: uuid() };
  const session = to.batch?.session ?? to.sessions[0];
  return {
    into: to.batch?.id ?? destination.newBatch,
    ready: async (learners) => {
      const there = to.product && session ? await standingThere(trx, learners, to.product.product, session) : new Set<string>();
      const learned = await learnedOf(
        trx,
        learners.map(({ id }) => id),
      );
      const day = londonDate(at);
      const products = await productsById(trx, [...new Set(learners.map(({ productId }) => productId))], day);
      const fees = await registrationFees(trx);
      const rows = new Map(learners.map((row) => [row.id, row]));
      return (learner, about, before) => {
        const { isSampled, results } = learned.get(learner.id)!;
        const suite = products.find((each) => each.product === learner.product)?.suite ?? null;
        const costs = feeOn(fees, { item: 'registration', cardType: null, product: learner.product }, day) ?? null;
        const facts = {
          costs,
          to,
          before: before.length,
          isThere: there.has(learner.id),
          isSampled,
          results,
          suite,
          ...told(rows.get(learner.id)!),
        };
        return go(learner, destination, { ...about, facts });
      };
    },
  };
}

/** What a product may ask for of a learner, or not take (REG-4, REG-12). */
function told({ startOn, plannedEndOn, arrangements, modifications }: LearnerRow) {
  return { isUndated: !startOn || !plannedEndOn, hasNeeds: arrangements.length > 0 || Object.keys(modifications).length > 0 };
}

async function standingThere(trx: Transaction, learners: LearnerRow[], product: string, session: Session): Promise<Set<string>> {
  const ids = learners.map(({ id }) => id);
  const rows = await prepared<{ id: string }>(trx, 'learners-there', THERE, [ids, product, session, GONE]);
  return new Set(rows.map(({ id }) => id));
}
