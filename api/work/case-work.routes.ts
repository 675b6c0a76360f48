import { z } from 'zod';
import { addNote, assignTasks, removeFilter, saveDraft, saveFilter } from '../../db/work/work.commands';
import { inScope, type Transaction } from '../../db/core/database';
import { countLate, countTasks, entityTypeOf, filtersOf, findDraft, listWorkItems, notesOf } from '../../db/work/work.queries';
import { assignment, draft, listName, newFilter, newNote, taskFilter } from '../../messages/work.schemas';
import type { TaskDetails } from '../../db/work/task-subjects.queries';
import { tasksOf } from './bulk-actions.routes';
import { identifier } from '../../messages/core.schemas';
import { plainCommand } from '../core/command';
import { notFound, refusedProblem } from '../core/problems';
import { listRoute } from '../core/reading';
import { members, route, type Route } from '../core/route';
import { byId, money } from '../core/schemas';
import { workItemBody } from './work.representations';

/** Late tasks are counted up to here: nobody reads a higher number. */
const MOST_LATE = 1000;

const workItem = z.object({
  id: z.uuid(),
  queue: z.string(),
  task: z.string(),
  label: z.string().describe('What people call the kind of task'),
  amount: money.nullable().describe('Of the subject, where it has one'),
  payer: z.string().nullable().describe('Null too where the caller’s training is not in force (SEC-8)'),
  age: z.int().describe('Whole days since it was opened'),
  about: z.object({ type: z.string(), id: z.uuid(), reference: z.string().nullable() }),
  dueAt: z.iso.datetime(),
  openedAt: z.iso.datetime(),
  detail: z.string().nullable().describe('For an engineer: the error, and the workflow that met it'),
  assignee: z.uuid().nullable(),
  assigneeName: z.string().nullable().describe('Null too where the caller’s training is not in force (SEC-8)'),
});
workItem.register(z.globalRegistry, { id: 'WorkItem' });
const note = z.object({ id: z.uuid(), at: z.iso.datetime(), text: z.string(), user: z.uuid(), userName: z.string() });
note.register(z.globalRegistry, { id: 'Note' });
const savedFilter = z.object({ id: z.uuid(), list: z.string(), name: z.string(), query: z.record(z.string(), z.string()) });
savedFilter.register(z.globalRegistry, { id: 'SavedFilter' });
const home = route({
  name: 'showHome',
  method: 'get',
  path: '/v1/home',
  summary: 'What waits for me: my tasks and my queue’s, soonest due first, and how many each queue has',
  permission: 'viewWork',
  namesNobody: true,
  rules: ['WRK-1', 'SEC-8'],
  answers: {
    status: 200,
    description: 'Twenty of each; late tasks are counted up to a thousand',
    schema: z.object({
      mine: z.object({ count: z.int(), items: z.array(workItem) }),
      queue: z.object({ name: z.string(), count: z.int(), late: z.int(), items: z.array(workItem) }),
      queues: z.array(z.object({ name: z.string(), count: z.int() })),
      filters: z.array(savedFilter),
    }),
  },
  handle: ({ deps, caller }) =>
    inScope(deps.database, caller, async (trx) => {
      const at = (await deps.clock()).toISOString();
      const { queues, mine } = await countTasks(trx, caller.user);
      const own = await listWorkItems(trx, { assignee: caller.user, limit: 20 }, at);
      const waiting = await listWorkItems(trx, { queue: caller.role, assignee: null, limit: 20 }, at);
      const shown = (item: TaskDetails) => workItemBody(item, caller, at);
      const late = await countLate(trx, caller.role, at, MOST_LATE);
      return {
        body: {
          mine: { count: mine, items: own.items.map(shown) },
          queue: { name: caller.role, count: queues[caller.role] ?? 0, late, items: waiting.items.map(shown) },
          queues: Object.entries(queues).map(([name, count]) => ({ name, count })),
          filters: await filtersOf(trx, caller.user),
        },
      };
    }),
});

const workItems = listRoute({
  name: 'listWorkItems',
  path: '/v1/work-items',
  summary: 'Open tasks, soonest due first: of a queue, of a person, of a kind',
  permission: 'viewWork',
  namesNobody: true,
  rules: ['WRK-1', 'SEC-8'],
  of: workItem,
  answer: 'A page of tasks',
  filter: { ...taskFilter, about: identifier.optional() },
  list: (trx, query, caller, at) => listWorkItems(trx, { ...query, ...tasksOf(caller, query) }, at),
  as: workItemBody,
});

const assignTask = route({
  name: 'assignWorkItem',
  method: 'post',
  path: '/v1/work-items/:id/assign',
  summary: 'Take a task, give it to a colleague, or back to its queue',
  permission: 'workCases',
  rules: ['WRK-1', 'AUD-1', 'IDM-1'],
  params: byId,
  body: assignment,
  command: 'plain',
  answers: { status: 200, description: 'Assigned', schema: z.object({ assignee: z.uuid().nullable() }) },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const { caller, params, body } = call;
      if (!(await trx('work_items').where({ id: params.id }).first('id'))) throw notFound();
      const assignee = body.to === 'me' ? caller.user : body.to;
      const refusals = await assignTasks(trx, caller.tenant, [params.id], assignee, asked, at);
      if (refusals.size > 0) throw refusedProblem([...refusals.values()]);
      return { body: { assignee } };
    }),
});

const notes = route({
  name: 'listNotes',
  method: 'get',
  path: '/v1/cases/:id/notes',
  summary: 'The notes of a case',
  permission: 'viewWork',
  rules: ['WRK-1'],
  params: byId,
  answers: { status: 200, description: 'Oldest first', schema: z.object({ items: z.array(note) }) },
  handle: ({ deps, caller, params }) =>
    inScope(deps.database, caller, async (trx) => {
      await caseType(trx, params.id);
      return { body: { items: await notesOf(trx, params.id) } };
    }),
});

const writeNote = route({
  name: 'writeNote',
  method: 'post',
  path: '/v1/cases/:id/notes',
  summary: 'Write a note to a case; it is never changed',
  permission: 'workCases',
  rules: ['WRK-1', 'AUD-1', 'IDM-1'],
  params: byId,
  body: newNote,
  command: 'plain',
  answers: { status: 201, description: 'Written', schema: z.object({ id: z.uuid() }) },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const { caller, params, body } = call;
      const about = { type: await caseType(trx, params.id), id: params.id };
      return { status: 201, body: { id: await addNote(trx, caller.tenant, about, body.text, asked, at) } };
    }),
});

const draftParams = z.object({ id: identifier, form: z.string().regex(/^[a-z-]{1,50}$/) });
const readDraft = route({
  name: 'showDraft',
  method: 'get',
  path: '/v1/cases/:id/drafts/:form',
  summary: 'My half-done work on a case',
  permission: 'workCases',
  rules: ['WRK-1', 'SEC-2'],
  params: draftParams,
  answers: { status: 200, description: 'As it was saved', schema: z.object({ content: draft.shape.content, savedAt: z.iso.datetime() }) },
  handle: ({ deps, caller, params }) =>
    inScope(deps.database, caller, async (trx) => {
      const found = await findDraft(trx, { user: caller.user, entity: params.id, form: params.form });
      if (!found) throw notFound();
      return { body: found };
    }),
});
const keepDraft = route({
  name: 'saveDraft',
  method: 'put',
  path: '/v1/cases/:id/drafts/:form',
  summary: 'Keep half-done work: it counts for nothing until it is sent, and outlives the session',
  permission: 'workCases',
  rules: ['WRK-1', 'SEC-2', 'IDM-1'],
  params: draftParams,
  body: draft,
  command: 'plain',
  answers: { status: 200, description: 'Kept', schema: z.object({ saved: z.boolean() }) },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, _asked, at) => {
      const { caller, params, body } = call;
      await caseType(trx, params.id);
      await saveDraft(trx, { tenant: caller.tenant, user: caller.user, entity: params.id, form: params.form }, body.content, at);
      return { body: { saved: body.content !== null } };
    }),
});

const filters = route({
  name: 'listFilters',
  method: 'get',
  path: '/v1/saved-filters',
  summary: 'My saved filters, of one list or all',
  permission: 'viewWork',
  rules: ['WRK-1'],
  query: z.object({ list: listName.optional() }),
  answers: { status: 200, description: 'By list and name', schema: z.object({ items: z.array(savedFilter) }) },
  handle: ({ deps, caller, query }) =>
    inScope(deps.database, caller, async (trx) => ({ body: { items: await filtersOf(trx, caller.user, query.list) } })),
});
const keepFilter = route({
  name: 'saveFilter',
  method: 'post',
  path: '/v1/saved-filters',
  summary: 'Keep the filter of a list under a name, in place of one that had it there',
  permission: 'viewWork',
  rules: ['WRK-1', 'IDM-1'],
  body: newFilter,
  edits: members('list', 'name', 'query'),
  command: 'plain',
  answers: { status: 201, description: 'Kept', schema: savedFilter },
  handle: (call) =>
    plainCommand(call, call.body, async (trx) => {
      const { caller, body } = call;
      return { status: 201, body: { id: await saveFilter(trx, { tenant: caller.tenant, user: caller.user }, body), ...body } };
    }),
});
const dropFilter = route({
  name: 'removeFilter',
  method: 'post',
  path: '/v1/saved-filters/:id/remove',
  summary: 'Take a filter away',
  permission: 'viewWork',
  rules: ['WRK-1', 'IDM-1'],
  params: byId,
  command: 'plain',
  answers: { status: 200, description: 'Gone', schema: z.object({ removed: z.literal(true) }) },
  handle: (call) =>
    plainCommand(call, null, async (trx) => {
      if (!(await removeFilter(trx, call.caller.user, call.params.id))) throw notFound();
      return { body: { removed: true } };
    }),
});

/** How staff work their cases (WRK-1). */
export const caseWorkRoutes: Route[] = [
  home,
  workItems,
  assignTask,
  notes,
  writeNote,
  readDraft,
  keepDraft,
  filters,
  keepFilter,
  dropFilter,
];

async function caseType(trx: Transaction, id: string): Promise<string> {
  const type = await entityTypeOf(trx, id);
  if (!type) throw notFound();
  return type;
}
