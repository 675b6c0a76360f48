import { bookedBetween } from '../../domain/bookings/controlled-period';
import { topicsOn, type Topic, type TopicGiving } from '../../domain/bookings/topic';
import type { Component } from '../../domain/catalogue/product';
import { londonDate, type Instant } from '../../domain/working-days';
import { controlledProducts, productsById } from '../catalogue/offers';
import { prepared, type Transaction } from '../core/database';
import type { Page } from '../core/paging';
import type { FoundLearner, Where } from '../registration/offers';
import { learnersOn, type BookableFilter } from './bookable.queries';
import { holdWindows } from './booking-facts.queries';
import { topicListsOf } from './topics.queries';

const TAKEN = `
  select learner_id as learner, component, bool_or(state in ('active', 'pendingResult')) as "isBooked"
  from bookings where learner_id = any($1::uuid[]) and is_controlled and state <> 'cancelled' group by 1, 2`;

/** A learner with the controlled components of his product, and how each stands for him (CAS-1). */
export interface ControlledLearner extends FoundLearner {
  components: (Component & { isBooked: boolean; wasBooked: boolean })[];
}
/** A controlled component as it can be booked at an instant: how its topics are given, and which windows take bookings when. */
export interface ControlledComponent extends Component {
  giving: TopicGiving | null;
  takesOwn: boolean;
  /** Those that stand today, where they are chosen. */
  topics: Topic[];
}
/** A product with its controlled components, and the windows that take bookings from some instant on or until some. */
export interface ControlledProduct {
  hasWindows: boolean;
  components: ControlledComponent[];
  windows: { id: string; name: string; component: string | null; from: Instant | null; until: Instant }[];
}

/** A page of registered learners who have controlled components, by name. */
export async function controlledLearners(
  trx: Transaction,
  where: Where,
  filter: BookableFilter,
  at: Instant,
): Promise<Page<ControlledLearner>> {
  const controlled = await controlledProducts(trx, where.tenant, londonDate(at));
  const { items, next } = await learnersOn(trx, where, controlled, filter, at);
  const ids = items.map(({ learner }) => learner.id);
  const taken = await prepared<{ learner: string; component: string; isBooked: boolean }>(trx, 'controlled-taken', TAKEN, [ids]);
  const of = (learner: string, { code }: Component) => taken.find((each) => each.learner === learner && each.component === code);
  return {
    items: items.map((each) => ({
      ...each,
      components: each.product.components
        .filter(({ form }) => form === 'controlled')
        .map((component) => {
          const booked = of(each.learner.id, component);
          return { ...component, isBooked: booked?.isBooked ?? false, wasBooked: booked !== undefined };
        }),
    })),
    next,
  };
}

/** What of a product is booked as controlled assessment at an instant; undefined where there is no such product (CAS-1). */
export async function controlledProduct(trx: Transaction, tenant: string, id: string, at: Instant): Promise<ControlledProduct | undefined> {
  const day = londonDate(at);
  const [product] = await productsById(trx, [id], day);
  if (!product) return undefined;
  const lists = await topicListsOf(trx, [id]);
  const windows = product.hasWindows ? await holdWindows(trx, tenant, id, []) : [];
  return {
    hasWindows: product.hasWindows,
    components: product.components
      .filter(({ form }) => form === 'controlled')
      .map((component) => {
        const list = lists.find(({ row }) => row.component === component.code);
        const topics = list?.giving === 'chosen' ? topicsOn(list, day) : [];
        return { ...component, giving: list?.giving ?? null, takesOwn: list?.takesOwn ?? false, topics };
      }),
    windows: windows.flatMap((window) => {
      const between = bookedBetween(product, window);
      if (!between || at >= between.until) return [];
      return [{ id: window.id, name: window.name, component: window.component, ...between }];
    }),
  };
}
