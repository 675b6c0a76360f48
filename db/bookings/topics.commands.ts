import { v7 as uuid } from 'uuid';
import { topicFaults, topicListFaults, type TopicGiving } from '../../domain/bookings/topic';
import type { ProductVersion } from '../../domain/catalogue/product';
import { refuse, type Refusal } from '../../domain/refusal';
import type { LocalDate } from '../../domain/working-days';
import { productsById, type Asking } from '../catalogue/offers';
import { auditChange } from '../core/audit.commands';
import { insistOn, refused } from '../core/commit-refused';
import { prepared, type Transaction } from '../core/database';
import { editRow, insertOnce, insistOnVersion, lockRow } from '../core/edits';
import { TopicListRow, TopicRow } from './controlled.model';

/** How the topics of a component are given. */
export interface WantedGiving {
  giving: TopicGiving;
  takesOwn: boolean;
}
/** Between which London days a topic stands, both included, and what it is called. */
export interface WantedTopic {
  title: string;
  from: LocalDate;
  until: LocalDate | null;
}

const DRAWN = `
  select 1 from drawn_topics d join learners l on l.id = d.learner_id where d.tenant_id = $1 and l.product_id = $2 and d.component = $3 limit 1`;

/** Makes the list of topics of a controlled component; answers its identifier (CAS-1, REG-18). Throws a refusal with every fault. */
export async function makeTopicList(
  trx: Transaction,
  { product, component, ...wanted }: WantedGiving & { product: string; component: string },
  { tenant, asked, at, today }: Asking,
): Promise<string> {
  const [version] = await productsById(trx, [product], today);
  insistOn([...topicListFaults(wanted), ...componentFaults(component, version)]);
  const id = uuid();
  if (!(await insertOnce(trx, TopicListRow, { id, tenantId: tenant, productId: product, component, ...wanted })))
    throw refused('listTaken', 'CAS-1', `${component} has a list of topics already`, 'Change that one.', '/component');
  const after = { product, component, ...wanted };
  await auditChange(trx, { tenant, entity: { type: 'topic-list', id }, event: 'made', at, before: null, after }, asked);
  return id;
}

/** Changes how topics are given from now on (CAS-1); what was given stays. Throws a refusal with every fault, or where it is at another version than was read. */
export async function changeTopicList(
  trx: Transaction,
  id: string,
  seen: number | null,
  wanted: WantedGiving,
  { tenant, asked, at }: Asking,
): Promise<void> {
  const before = await lockRow(trx, TopicListRow, id);
  insistOnVersion(before, seen);
  insistOn(topicListFaults(wanted));
  if (before.giving === 'random' && wanted.giving !== 'random' && (await isDrawn(trx, before)))
    throw refused('drawn', 'CAS-1', 'Topics were drawn by lot, for ever', 'Leave the list as it is.', '/giving');
  const was = { giving: before.giving, takesOwn: before.takesOwn };
  await editRow(
    trx,
    TopicListRow,
    wanted,
    { tenant, entity: { type: 'topic-list', id }, event: 'changed', at, before: was, after: wanted },
    asked,
  );
}

/** Adds a topic to a list; answers its identifier (CAS-1). Throws a refusal with every fault. */
export async function addTopic(
  trx: Transaction,
  { list, code, ...wanted }: WantedTopic & { list: string; code: string },
  { tenant, asked, at }: Asking,
): Promise<string> {
  if (!(await TopicListRow.query(trx).findById(list)))
    throw refused('list', 'CAS-1', 'There is no such list of topics', 'Take it from GET /v1/topic-lists.', '/list');
  insistOn(topicFaults(wanted));
  const id = uuid();
  if (!(await insertOnce(trx, TopicRow, { id, tenantId: tenant, listId: list, code, ...columnsOf(wanted) })))
    throw refused('codeTaken', 'CAS-1', `The list has a topic ${code} already`, 'Choose another code, or change that one.', '/code');
  const after = { list, code, ...wanted };
  await auditChange(trx, { tenant, entity: { type: 'topic', id }, event: 'made', at, before: null, after }, asked);
  return id;
}

/** Changes what a topic is called or its days (CAS-1); who has it keeps it. Throws a refusal with every fault, or where it is at another version than was read. */
export async function changeTopic(
  trx: Transaction,
  id: string,
  seen: number | null,
  wanted: WantedTopic,
  { tenant, asked, at }: Asking,
): Promise<void> {
  const before = await lockRow(trx, TopicRow, id);
  insistOnVersion(before, seen);
  insistOn(topicFaults(wanted));
  const was: WantedTopic = { title: before.title, from: before.validFrom, until: before.validUntil };
  const change = { tenant, entity: { type: 'topic', id }, event: 'changed', at, before: was, after: wanted };
  await editRow(trx, TopicRow, columnsOf(wanted), change, asked);
}

function componentFaults(component: string, product: ProductVersion | undefined): Refusal[] {
  if (!product) return [refuse('product', 'CAS-1', 'There is no such product today', 'Take it from GET /v1/products.', '/product')];
  if (product.components.some(({ code, form }) => code === component && form === 'controlled')) return [];
  return [
    refuse('component', 'CAS-1', `${product.code} has no controlled component ${component}`, 'Take it from the product.', '/component'),
  ];
}

function columnsOf({ title, from: validFrom, until: validUntil }: WantedTopic) {
  return { title, validFrom, validUntil };
}

/** True where somebody of the product has a topic by lot. */
async function isDrawn(trx: Transaction, { productId, component, tenantId }: TopicListRow): Promise<boolean> {
  const [found] = await prepared(trx, 'is-drawn', DRAWN, [tenantId, productId, component]);
  return found !== undefined;
}
