import { randomUUID } from 'node:crypto';
import type { Component, ProductType } from '../../../domain/catalogue/product';
import { dateLater, londonDate, startOfDate } from '../../../domain/working-days';
import { seedBookedProduct, seedWindow, workingDayFrom } from '../../support/bookings';
import type { Desk } from '../../support/desk';
import { seedBatch, type Product } from '../../support/learners';
import type { Problem } from '../../support/orders';
import { wordOf } from '../../support/registrations';

export const today = () => londonDate(new Date().toISOString());
export const year = () => Number(today().slice(0, 4));
export const NEA: Component = { code: 'NEA', title: 'Project', form: 'controlled' };
export const PDF = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF';

export interface Material {
  id: string;
  title: string;
  isOpen: boolean;
  closedBecause: string | null;
}
export interface Booking {
  id: string;
  state: string;
  topic: { code: string } | null;
  declaration: { version: string; words: string; by: string } | null;
  cancelledBecause: string | null;
  materials: Material[];
  evidence: Record<string, string>;
  availableUntil: string;
}
export type Booked = { id: string; bookings: { id: string; learner: string; topic: string | null }[]; assessmentOn: string } & Problem;
export interface Page<Item> {
  items: Item[];
  next: string | null;
}

export const codes = (body: Problem) => (body.errors ?? [{ code: JSON.stringify(body) }]).map(({ code }) => code);
export const day = () => workingDayFrom(today(), 10);

/** Products with topics, learners, and what a centre and staff do with them by the API. */
export function controlledBy(given: () => Desk) {
  let made = 0;
  async function batchOf(product: Product, many: number, more: object = {}) {
    const learners = Array.from({ length: many }, () => ({ surname: `L${wordOf((made += 1) + 1_000)}`, ...more }));
    const { batch } = await seedBatch(given().system.database, given().tenant, { product, learners });
    const rows: { id: string; number: string }[] = await given().system.owner('learners').where({ batch_id: batch.id }).orderBy('surname');
    return { id: batch.id, number: batch.number, learners: rows.map(({ id }) => id), numbers: rows.map(({ number }) => number) };
  }
  /** A product with a controlled component, its list with topics, and where it has windows one that is sat now. */
  async function controlled(type: ProductType, giving: string, { hasWindows = false, takesOwn = false, topics = ['T1', 'T2', 'T3'] } = {}) {
    const product = await seedBookedProduct(given().system, given().tenant, { type, components: [NEA], hasWindows });
    const list = await given().as.caseOperator.post<{ id: string } & Problem>('/v1/topic-lists', {
      product: product.id,
      component: 'NEA',
      giving,
      takesOwn,
    });
    expect([list.status, list.body.errors]).toEqual([201, undefined]);
    const ids: string[] = [];
    for (const code of topics) {
      const topic = await given().as.caseOperator.post<{ id: string }>('/v1/topics', {
        list: list.body.id,
        code,
        title: `Topic ${code}`,
        from: '2026-01-01',
      });
      ids.push(topic.body.id);
    }
    const dates = { opensOn: dateLater(today(), -5), cutOffOn: dateLater(today(), -20), closesOn: dateLater(today(), 20) };
    const window = hasWindows ? await seedWindow(given().system, given().tenant, product, dates) : null;
    return { product, list: list.body.id, topics: ids, window, dates };
  }
  const book = async (of: { product: Product; window?: string | null }, body: object, query = '', headers = {}) => {
    const where = of.window ? { window: of.window } : { assessmentOn: day() };
    const answer = await given().as.centreUser.post<Booked>(
      `/v1/controlled-bookings${query}`,
      { product: of.product.id, component: 'NEA', ...where, ...body },
      headers,
    );
    if (answer.status >= 500) throw new Error(JSON.stringify(answer.body));
    return answer;
  };
  const shown = async (id: string) => (await given().as.centreUser.get<Booking>(`/v1/controlled-bookings/${id}`)).body;
  const cancel = (bookings: string[], reason: string | undefined = 'Booked by mistake') =>
    given().as.centreUser.post<Problem>('/v1/controlled-bookings/cancel', { bookings, reason });
  const declaration = async () => (await given().as.centreUser.get<{ version: string; words: string }>('/v1/materials-declaration')).body;
  const upload = (list: string, more: Record<string, string> = {}, by = given().as.caseOperator, content: string = PDF) => {
    const given = Object.entries({ list, title: 'Brief', releasedAt: startOfDate(today()), ...more });
    const query = new URLSearchParams(given.filter(([, value]) => value !== ''));
    return by.send<{ id: string; version: number; name: string } & Problem>('POST', `/v1/materials?${query}`, content, {
      ...{ 'Content-Type': 'application/octet-stream', 'X-File-Name': 'brief.pdf', 'Idempotency-Key': randomUUID() },
    });
  };
  const linkTo = (booking: string, material: string) =>
    given().as.centreUser.post<{ url: string; expiresAt: string } & Problem>(`/v1/controlled-bookings/${booking}/material-link`, {
      material,
    });
  const fetched = (url: string) => fetch(given().system.api + url.replace(/^https?:\/\/[^/]+/, ''));
  return { batchOf, controlled, book, shown, cancel, declaration, upload, linkTo, fetched };
}
