import { v7 as uuid } from 'uuid';
import type { TopicGiving } from '../../domain/bookings/topic';
import type { Component, ProductType } from '../../domain/catalogue/product';

/** How topics are given, by the kind of product (CAS-1), and their titles. */
const GIVEN: Partial<Record<ProductType, { giving: TopicGiving; takesOwn?: true; titles: string[] }>> = {
  technicalAward: { giving: 'automatic', titles: ['A brief from a client'] },
  vCert: { giving: 'automatic', takesOwn: true, titles: ['A brief from an employer'] },
  tLevel: { giving: 'automatic', titles: ['A project for an employer'] },
  functionalSkills: { giving: 'chosen', titles: ['My neighbourhood', 'A day at work', 'Travelling by rail'] },
  edsq: { giving: 'random', titles: ['Booking a holiday', 'Buying a bicycle', 'Finding a course', 'Moving house'] },
};

/** Rows of lists with topics for the controlled components of products, for a seed. */
export function topicRowsFor(products: readonly { id: string; type: ProductType; components: readonly Component[] }[], since: string) {
  const lists = products.flatMap(({ id: product_id, type, components }) => {
    const given = GIVEN[type];
    if (!given) return [];
    return components
      .filter(({ form }) => form === 'controlled')
      .map(({ code: component }) => ({
        id: uuid(),
        product_id,
        component,
        giving: given.giving,
        takes_own: given.takesOwn ?? false,
        titles: given.titles,
      }));
  });
  const topics = lists.flatMap(({ id: list_id, titles }) =>
    titles.map((title, index) => ({ id: uuid(), list_id, code: `T${index + 1}`, title, valid_from: since })),
  );
  return {
    topic_lists: lists.map(({ titles: _none, ...list }) => ({ ...list, version: 1 })),
    topics: topics.map((each) => ({ ...each, version: 1 })),
  };
}
