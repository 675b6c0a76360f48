import type { Express } from 'express';
import type { components } from '../kit/api';
import { stateTag } from '../kit/cells';
import { data } from '../kit/client';
import { serveFormPage, type FormPage } from '../kit/decision';
import { editOf, versionOf } from '../kit/edits';
import type { Field } from '../kit/fields';
import { sendFile } from '../kit/files';
import { serveList, type ItemOf, type List } from '../kit/list';
import { commandOf, field, type Visit } from '../kit/page';
import { productChoices } from '../kit/products';

type TopicList = components['schemas']['TopicList'];
type Topic = components['schemas']['Topic'];
type Material = components['schemas']['Material'];
type Named = ItemOf<'/v1/topic-lists'> & { productName: string };

const GIVINGS: readonly (readonly [TopicList['giving'], string, string])[] = [
  ['automatic', 'Automatic', 'The newest topic that stands'],
  ['chosen', 'Chosen', 'By the centre, from those that stand'],
  ['random', 'Random', 'By lot, once for ever for each learner'],
];
const BACK = { href: '/topic-lists', text: 'Topics and materials' };
const givingFields = (list?: TopicList): Field[] => [
  { name: 'giving', label: 'Topics are given', as: 'radios', choices: GIVINGS, value: list?.giving ?? 'automatic' },
  { name: 'takesOwn', label: 'A centre may contextualise a topic of its own', as: 'tick', value: list?.takesOwn ? 'yes' : '' },
];
const givingOf = (visit: Visit) => ({
  giving: field(visit, 'giving') as TopicList['giving'],
  takesOwn: field(visit, 'takesOwn') === 'yes',
});

const lists: List<'/v1/topic-lists', Named> = {
  path: '/topic-lists',
  title: 'Topics and materials',
  order: 'Newest first',
  from: '/v1/topic-lists',
  isPaged: true,
  ownFilters: async ({ api }) => [{ name: 'product', label: 'Product', choices: await productChoices(api) }],
  columns: [
    { head: 'Product', of: ({ product, productName }) => ({ text: productName, href: `/products/${product}` }) },
    { head: 'Component', of: ({ id, component }) => ({ text: component, href: `/topic-lists/${id}/topics` }) },
    { head: 'Topics are given', of: ({ giving }) => GIVINGS.find(([each]) => each === giving)![1] },
    { head: 'Centres’ own', of: ({ takesOwn }) => (takesOwn ? 'Yes' : 'No') },
    { head: 'Materials', of: ({ id }) => ({ text: 'Materials', href: `/topic-lists/${id}/materials` }) },
    { head: 'Change', of: ({ id }) => ({ text: 'Change', href: `/topic-lists/${id}/change` }) },
  ],
  rows: async ({ api }, items) => {
    const names = new Map(items.length > 0 ? await productChoices(api) : []);
    return items.map((each) => ({ ...each, productName: names.get(each.product) ?? '' }));
  },
  things: ['list', 'lists'],
  nothing: 'No component has topics yet: make a list below.',
  form: {
    title: 'Make the list of a controlled component',
    permission: 'catalogue',
    fields: async ({ api }) => [
      { name: 'product', label: 'Product of the list', as: 'choice', choices: await productChoices(api) },
      { name: 'component', label: 'Component', hint: 'Its code' },
      ...givingFields(),
    ],
    button: 'Make the list',
    act: async (visit) => {
      const body = { product: field(visit, 'product'), component: field(visit, 'component'), ...givingOf(visit) };
      const made = await data(visit.api.POST('/v1/topic-lists', { params: commandOf(visit), body }));
      return { to: `/topic-lists/${made.id}/topics`, text: 'The list is made: add its topics.' };
    },
  },
};
const list: FormPage<TopicList> = {
  path: '/topic-lists/:id/change',
  permission: 'catalogue',
  back: BACK,
  subject: listOf,
  title: ({ component }) => `Change how topics of ${component} are given`,
  says: () => ['What was given stays.'],
  fields: (subject) => [...givingFields(subject), versionOf(subject)],
  button: () => 'Change it',
  act: async (visit) => {
    await data(visit.api.POST('/v1/topic-lists/{id}/change', { params: editOf(visit), body: givingOf(visit) }));
    return { to: '/topic-lists', text: 'It is changed.' };
  },
};

const topicFields = (topic?: Topic): Field[] => [
  { name: 'title', label: 'Title of the topic', value: topic?.title },
  { name: 'from', label: 'From', as: 'date', value: topic?.from },
  { name: 'until', label: 'Last day', as: 'date', value: topic?.until ?? '', isOptional: true },
];
const topicBody = (visit: Visit) => ({ title: field(visit, 'title'), from: field(visit, 'from'), until: field(visit, 'until') || null });
const topics: List<'/v1/topics'> = {
  path: '/topic-lists/:id/topics',
  title: 'Topics',
  order: 'By code',
  from: '/v1/topics',
  isPaged: true,
  always: ({ params }) => ({ list: params['id']! }),
  columns: [
    { head: 'Code', of: ({ id, code }) => ({ text: code, href: `/topics/${id}/change` }) },
    { head: 'Title', of: ({ title }) => title },
    { head: 'From', of: ({ from }) => ({ day: from }) },
    { head: 'Last day', of: ({ until }) => ({ day: until }) },
  ],
  things: ['topic', 'topics'],
  nothing: 'It has no topic: add one below.',
  form: {
    title: 'Add a topic',
    permission: 'catalogue',
    fields: () => [{ name: 'code', label: 'Code of the topic' }, ...topicFields()],
    button: 'Add the topic',
    act: async (visit) => {
      const id = visit.params['id']!;
      const body = { list: id, code: field(visit, 'code'), ...topicBody(visit) };
      await data(visit.api.POST('/v1/topics', { params: commandOf(visit), body }));
      return { to: `/topic-lists/${id}/topics`, text: `The topic ${body.code} is added.` };
    },
  },
};
const topic: FormPage<Topic> = {
  path: '/topics/:id/change',
  permission: 'catalogue',
  back: BACK,
  subject: ({ api, params }) => data(api.GET('/v1/topics/{id}', { params: { path: { id: params['id']! } } })),
  title: ({ code }) => `Change the topic ${code}`,
  says: () => ['Who has it keeps it.'],
  fields: (subject) => [...topicFields(subject), versionOf(subject)],
  button: ({ code }) => `Change ${code}`,
  act: async (visit) => {
    const changed = await data(visit.api.POST('/v1/topics/{id}/change', { params: editOf(visit), body: topicBody(visit) }));
    return { to: `/topic-lists/${changed.list}/topics`, text: `The topic ${changed.code} is changed.` };
  },
};

const materials: List<'/v1/materials'> = {
  path: '/topic-lists/:id/materials',
  title: 'Materials',
  order: 'Newest first',
  from: '/v1/materials',
  isPaged: true,
  always: ({ params }) => ({ list: params['id']! }),
  columns: [
    { head: 'Title', of: ({ id, title }) => ({ text: title, href: `/materials/${id}/change` }) },
    { head: 'File', of: ({ name }) => name },
    { head: 'Of', of: ({ topic: of }) => (of ? 'One topic' : 'Every topic') },
    { head: 'Released', of: ({ releasedAt }) => ({ moment: releasedAt }) },
    { head: 'State', of: ({ withdrawnAt }) => stateTag(withdrawnAt ? 'withdrawn' : 'active') },
  ],
  things: ['material', 'materials'],
  nothing: 'There is no material yet.',
  template: 'materials',
  beside: async ({ params }) => ({ listId: params['id'] }),
};
const upload = (apiUrl: string): FormPage<{ topics: Topic[] }> => ({
  path: '/topic-lists/:id/new-material',
  permission: 'catalogue',
  back: BACK,
  subject: async ({ api, params }) => ({
    topics: (await data(api.GET('/v1/topics', { params: { query: { list: params['id']!, limit: 200 } } }))).items,
  }),
  title: () => 'Upload a material',
  says: () => ['Centres that have declared get it from 00:00 of its day until the window or the day of their booking is over.'],
  fields: (subject) => [
    { name: 'title', label: 'Title of the material' },
    {
      name: 'topic',
      label: 'Topic',
      as: 'choice',
      choices: [['', 'Every topic'], ...subject.topics.map(({ id, code, title }) => [id, `${code} ${title}`] as const)],
    },
    { name: 'releasedOn', label: 'Released on', as: 'date' },
    { name: 'file', label: 'A PDF or a picture', as: 'file', pointer: '' },
  ],
  button: () => 'Upload it',
  act: async (visit) => {
    const id = visit.params['id']!;
    const given = ['title', 'topic', 'releasedOn'].flatMap((name) => (field(visit, name) ? [[name, field(visit, name)]] : []));
    const query = new URLSearchParams([['list', id], ...given] as [string, string][]);
    const made = await sendFile<Material>(`${apiUrl}/v1/materials?${query}`, visit);
    return { to: `/topic-lists/${id}/materials`, text: `${made.title} is uploaded.` };
  },
});
const material: FormPage<Material> = {
  path: '/materials/:id/change',
  permission: 'catalogue',
  back: BACK,
  subject: ({ api, params }) => data(api.GET('/v1/materials/{id}', { params: { path: { id: params['id']! } } })),
  title: ({ title }) => `Change ${title}`,
  says: () => ['A material that is withdrawn is no longer open to anybody.'],
  fields: (subject) => [
    { name: 'title', label: 'Title of the material', value: subject.title },
    { name: 'releasedOn', label: 'Released on another day', as: 'date', isOptional: true },
    { name: 'isWithdrawn', label: 'It is withdrawn', as: 'tick', value: subject.withdrawnAt ? 'yes' : '' },
    { name: 'releasedAt', label: '', as: 'hidden', value: subject.releasedAt },
    versionOf(subject),
  ],
  button: ({ title }) => `Change ${title}`,
  act: async (visit) => {
    const day = field(visit, 'releasedOn');
    const release = day ? { releasedOn: day } : { releasedAt: field(visit, 'releasedAt') };
    const body = { title: field(visit, 'title'), isWithdrawn: field(visit, 'isWithdrawn') === 'yes', ...release };
    const changed = await data(visit.api.POST('/v1/materials/{id}/change', { params: editOf(visit), body }));
    return { to: `/topic-lists/${changed.list}/materials`, text: `${changed.title} is changed.` };
  },
};

/** Topics of controlled components and their materials, for staff (CAS-1, MAT-1, REG-18). */
export function topicPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serveList(app, lists);
    serveFormPage(app, list);
    serveList(app, topics);
    serveFormPage(app, topic);
    serveList(app, materials);
    serveFormPage(app, upload(apiUrl));
    serveFormPage(app, material);
  };
}

function listOf({ api, params }: Visit): Promise<TopicList> {
  return data(api.GET('/v1/topic-lists/{id}', { params: { path: { id: params['id']! } } }));
}
