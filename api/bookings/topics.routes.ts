import { z } from 'zod';
import { topicGivings } from '../../domain/bookings/topic';
import type { TopicListRow, TopicRow } from '../../db/bookings/controlled.model';
import { addMaterial, changeMaterial } from '../../db/bookings/materials.commands';
import { findMaterial, listMaterials, type MaterialDetails } from '../../db/bookings/materials.queries';
import { addTopic, changeTopic, changeTopicList, makeTopicList } from '../../db/bookings/topics.commands';
import { findTopic, findTopicList, listTopicLists, listTopics } from '../../db/bookings/topics.queries';
import { changedMaterial, changedTopic, changedTopicList, newMaterial, newTopic, newTopicList } from '../../messages/controlled.schemas';
import { askingOf, changing, partOf } from '../catalogue/offers';
import { identifier } from '../../messages/core.schemas';
import { plainCommand } from '../core/command';
import { refusedProblem } from '../core/problems';
import { listRoute, showRoute } from '../core/reading';
import { route, type Route } from '../core/route';
import { sentFile } from '../core/sent-file';
import { refuse } from '../../domain/refusal';

const list = z.object({
  id: z.uuid(),
  product: z.uuid(),
  component: z.string(),
  giving: z.enum(topicGivings),
  takesOwn: z.boolean().describe('Whether a centre may contextualise a topic of its own'),
  version: z.int(),
});
list.register(z.globalRegistry, { id: 'TopicList' });
const topic = z.object({
  id: z.uuid(),
  list: z.uuid(),
  code: z.string(),
  title: z.string(),
  from: z.iso.date(),
  until: z.iso.date().nullable(),
  version: z.int(),
});
topic.register(z.globalRegistry, { id: 'Topic' });
const material = z.object({
  id: z.uuid(),
  list: z.uuid(),
  topic: z.uuid().nullable().describe('Null: of every topic'),
  title: z.string(),
  releasedAt: z.iso.datetime(),
  withdrawnAt: z.iso.datetime().nullable(),
  name: z.string(),
  type: z.string(),
  bytes: z.int(),
  uploadedAt: z.iso.datetime(),
  version: z.int(),
});
material.register(z.globalRegistry, { id: 'Material' });
const rules = ['CAS-1', 'REG-18'];
const ofMaterials = ['MAT-1', 'REG-18'];
const told = {
  list: { path: '/v1/topic-lists', of: list, as: listBody },
  topic: { path: '/v1/topics', of: topic, as: topicBody },
  material: { path: '/v1/materials', of: material, as: materialBody },
};
const ofList = { permission: 'catalogue', filter: { list: identifier.optional() } } as const;

const lists = listRoute({
  ...told.list,
  name: 'listTopicLists',
  summary: 'How the topics of controlled components are given, the newest first',
  permission: null,
  namesNobody: true,
  rules,
  answer: 'A page of lists',
  filter: { product: identifier.optional() },
  list: listTopicLists,
});
const ofLists = partOf({
  ...told.list,
  find: findTopicList,
  show: { name: 'showTopicList', summary: 'How the topics of one component are given', rules },
  make: {
    name: 'makeTopicList',
    summary: 'Make the list of topics of a controlled component',
    rules,
    body: newTopicList,
    make: makeTopicList,
  },
  change: {
    ...{ name: 'changeTopicList', summary: 'Change how topics are given from now on', rules, body: changedTopicList },
    edits: ['giving', 'takesOwn'],
    change: changeTopicList,
  },
});

const topics = listRoute({
  ...told.topic,
  ...ofList,
  name: 'listTopics',
  summary: 'Topics by code, past ones too, of one list or all',
  rules,
  answer: 'A page of topics',
  list: listTopics,
});
const ofTopics = partOf({
  ...told.topic,
  find: findTopic,
  show: { name: 'showTopic', summary: 'One topic', rules },
  make: { name: 'makeTopic', summary: 'Add a topic to a list', rules, body: newTopic, make: addTopic },
  change: {
    ...{ name: 'changeTopic', summary: 'Change title or days of a topic; who has it keeps it', rules, body: changedTopic },
    edits: ['title', 'from', 'until'],
    change: changeTopic,
  },
});

const materials = listRoute({
  ...told.material,
  ...ofList,
  name: 'listMaterials',
  summary: 'Materials, the newest first, of one list or all',
  rules: ofMaterials,
  answer: 'A page of materials',
  list: listMaterials,
});
const showMaterial = showRoute({
  ...told.material,
  name: 'showMaterial',
  path: '/v1/materials/:id',
  summary: 'One material',
  permission: 'catalogue',
  rules: ofMaterials,
  answer: 'As it stands',
  find: async (trx, id) => findMaterial(trx, id),
  headers: ({ version }) => ({ ETag: `"${version}"` }),
});
const upload = route({
  name: 'uploadMaterial',
  method: 'post',
  path: '/v1/materials',
  summary: 'Upload a material of a list, a PDF or a picture, with the instant of its release; X-File-Name names it',
  permission: 'catalogue',
  rules: ['MAT-1', 'REG-18', 'SEC-12', 'AUD-1', 'IDM-1'],
  query: newMaterial,
  command: 'plain',
  file: 'application/octet-stream',
  answers: { status: 201, description: 'Kept, encrypted', schema: material },
  handle: async (call) => {
    const { deps, caller, query, request } = call;
    const { file, bytes, hash: sha256 } = await sentFile(request, caller.policy.files.maximumBytes);
    const { topic: of = null, ...wanted } = query;
    return plainCommand(call, { ...query, bytes, sha256 }, async (trx, asked, at) => {
      if (!(await findTopicList(trx, query.list)))
        throw refusedProblem([refuse('list', 'MAT-1', 'There is no such list of topics', 'Take it from GET /v1/topic-lists.', '/list')]);
      const id = await addMaterial(trx, { ...wanted, topic: of }, file, deps.config.COUNTERSIGN_KEYS, askingOf(caller, asked, at));
      const made = (await findMaterial(trx, id))!;
      return { status: 201, headers: { Location: `/v1/materials/${id}`, ETag: '"1"' }, body: materialBody(made) };
    });
  },
});
const changeOfMaterial = changing(
  { ...told.material, find: findMaterial },
  {
    name: 'changeMaterial',
    summary: 'Rename a material, move its release, withdraw it or take it back in',
    ...{ rules: ofMaterials, body: changedMaterial, edits: ['title', 'releasedAt'] },
    change: changeMaterial,
  },
);

/** Topics and materials of controlled assessment, for staff (CAS-1, MAT-1, REG-18). */
export const topicRoutes: Route[] = [lists, ...ofLists, topics, ...ofTopics, materials, showMaterial, upload, changeOfMaterial];

function listBody({ id, productId: product, component, giving, takesOwn, version }: TopicListRow) {
  return { id, product, component, giving, takesOwn, version };
}

function topicBody({ id, listId, code, title, validFrom: from, validUntil: until, version }: TopicRow) {
  return { id, list: listId, code, title, from, until, version };
}

function materialBody({ listId, topicId, ...row }: MaterialDetails) {
  const { id, title, releasedAt, withdrawnAt, name, type, bytes, uploadedAt, version } = row;
  return { id, list: listId, topic: topicId, title, releasedAt, withdrawnAt, name, type, bytes, uploadedAt, version };
}
