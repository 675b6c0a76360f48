import type { Express } from 'express';
import { momentOf, stateTag, type Tag } from '../kit/cells';
import { shownTable } from '../kit/case';
import { data } from '../kit/client';
import { reason, type Field } from '../kit/fields';
import { serveList, type ItemOf, type List } from '../kit/list';
import { commandOf, field, serve, type Page, type Said, type Visit } from '../kit/page';
import { placeOf } from '../kit/tasks';
import { words } from '../kit/words';

const WAITS = '/v1/calendar-proposals/{id}/waits';
const MOVES = '/v1/calendars/{version}/moves';
const colours: Record<string, Tag['colour']> = { awaiting: 'yellow', moved: 'green', failed: 'red' };

const versions: List<'/v1/calendars'> = {
  path: '/working-days',
  title: 'Working days',
  order: 'Newest first',
  from: '/v1/calendars',
  isPaged: false,
  columns: [
    { head: 'Calendar', of: ({ version }) => ({ text: version, href: `/working-days/${encodeURIComponent(version)}` }) },
    { head: 'Counts from', of: ({ since }) => (since ? { moment: since } : 'since ever') },
    { head: 'Published until', of: ({ publishedUntil }) => ({ day: publishedUntil }) },
    { head: 'Bank holidays', of: ({ holidays }) => holidays },
    {
      head: 'Open waits gone over',
      of: ({ version, progress }) =>
        progress && {
          text: `${progress.done} of ${progress.total}${progress.failed > 0 ? `, ${progress.failed} failed` : ''}`,
          href: `/working-days/${encodeURIComponent(version)}/moves`,
        },
    },
    { head: 'Proposal', of: ({ proposal }) => proposal && { text: 'Who and why', href: `/approvals/${proposal}` } },
  ],
  things: ['calendar', 'calendars'],
  nothing: 'No calendar is published.',
  template: 'working-days',
  beside: async ({ api }) => {
    const { items } = await data(api.GET('/v1/approvals', { params: { query: { what: 'calendar' } } }));
    const rows = items.map(({ id, words: said, state, since }) => [
      { text: said, href: `/approvals/${id}` },
      stateTag(state, colours),
      { moment: since },
    ]);
    return { proposals: shownTable({ caption: 'Proposals', heads: ['What', 'State', 'Since'], rows, nothing: 'Nothing is proposed.' }) };
  },
  form: {
    title: 'Propose a change',
    says: 'Another administrator has to approve it. You see before which open waits it moves.',
    permission: 'changePolicy',
    fields: changeFields,
    button: 'Propose it',
    act: propose,
  },
};

/** With the page of its case, where the visitor may open it. */
type Placed<Item> = Item & { href: string | null };

const waits: List<typeof WAITS, Placed<ItemOf<typeof WAITS>>> = {
  path: '/working-days/:id/waits',
  title: 'What a proposed calendar does to open waits',
  order: 'By their IDs',
  from: WAITS,
  isPaged: true,
  filters: [{ name: 'show', label: 'Shown', as: 'choice', any: 'Those that move', choices: [['stays', 'Those that stay']] }],
  columns: [
    { head: 'Wait', of: ({ reference, wait, href }) => ({ text: reference ?? wait, href }) },
    { head: 'Kind', of: ({ kind }) => words(kind) },
    { head: 'What moves, or why it stays', of: ({ moves, stays }) => stays ?? moves.map(moveInWords).join('; ') },
  ],
  rows: async ({ me }, items) => items.map((each) => ({ ...each, href: placeOf(each.kind, each.entity, me) })),
  things: ['wait', 'waits'],
  nothing: 'No open wait is moved by it.',
  template: 'calendar-preview',
  beside: async ({ api, params }) => {
    const path = { id: params['id']! };
    const [proposal, { warnings, kinds }] = await Promise.all([
      data(api.GET('/v1/approvals/{id}', { params: { path } })),
      data(api.GET('/v1/calendar-proposals/{id}/preview', { params: { path } })),
    ]);
    const rows = kinds.map(({ kind, moves, stays }) => [words(kind), moves, stays]);
    const counts = shownTable({ caption: 'Open waits', heads: ['Kind', 'Move', 'Stay'], rows, nothing: 'Nothing is open.' });
    return { proposal, warnings, counts };
  },
};

const moves: List<typeof MOVES, Placed<ItemOf<typeof MOVES>>> = {
  path: '/working-days/:version/moves',
  title: 'What became of the open waits',
  order: 'As it happened',
  from: MOVES,
  isPaged: true,
  filters: [
    {
      name: 'outcome',
      label: 'Outcome',
      as: 'choice',
      choices: [
        ['moved', 'Moved'],
        ['failed', 'Failed'],
      ],
    },
  ],
  columns: [
    { head: 'Wait', of: ({ reference, wait, href }) => ({ text: reference ?? wait, href }) },
    { head: 'Kind', of: ({ kind }) => words(kind) },
    { head: 'Outcome', of: ({ outcome }) => stateTag(outcome, colours) },
    {
      head: 'From and to',
      of: ({ moves: all, detail }) => detail ?? all.map((each) => moveInWords({ ...each, words: words(each.what) })).join('; '),
    },
  ],
  rows: async ({ me }, items) => items.map((each) => ({ ...each, href: placeOf(each.kind, each.entity, me) })),
  things: ['wait', 'waits'],
  nothing: 'It moved nothing.',
};

const one: Page = {
  path: '/working-days/:version',
  template: 'calendar-version',
  load: async ({ api, params }) => {
    const version = await data(api.GET('/v1/calendars/{version}', { params: { path: { version: params['version']! } } }));
    const rows = [...version.holidays].reverse().map(({ day, name }) => [{ day }, words(name)]);
    return { version, holidays: shownTable({ caption: 'Bank holidays', heads: ['Day', 'Name'], rows, nothing: 'None.' }) };
  },
};

/** The calendar of working days: its versions, what a proposed one would move, and what became of it (CAL-1). */
export function calendarPages(app: Express): void {
  serveList(app, versions);
  serveList(app, waits);
  serveList(app, moves);
  serve(app, one);
}

function moveInWords({ words: what, from, to }: { words: string; from: string; to: string }): string {
  return `${what}: ${momentOf(from)} → ${momentOf(to)}`;
}

function changeFields(): Field[] {
  return [
    {
      name: 'what',
      label: 'What is changed',
      as: 'choice',
      choices: [
        ['add', 'A bank holiday is added'],
        ['move', 'One is moved to another day'],
        ['takeBack', 'One is taken back'],
      ],
    },
    { name: 'day', label: 'Day of the holiday', as: 'date', pointer: 'changes/0/day' },
    { name: 'to', label: 'Day that it moves to', as: 'date', pointer: 'changes/0/to', hint: 'Where one is moved', isOptional: true },
    { name: 'name', label: 'Name', pointer: 'changes/0/name', hint: 'Where one is added', isOptional: true },
    reason(),
  ];
}

async function propose(visit: Visit): Promise<Said> {
  const of = (name: string) => field(visit, name);
  const day = of('day');
  const changes = {
    add: { what: 'add' as const, day, name: of('name') },
    move: { what: 'move' as const, day, to: of('to') },
    takeBack: { what: 'takeBack' as const, day },
  };
  const change = changes[of('what') as keyof typeof changes] ?? changes.add;
  const made = await data(
    visit.api.POST('/v1/calendar-proposals', { params: commandOf(visit), body: { changes: [change], reason: of('reason') } }),
  );
  const id = 'id' in made ? made.id : '';
  return {
    to: `/approvals/${id}`,
    text: 'The change waits for a second person.',
    link: { href: `/working-days/${id}/waits`, text: 'See which open waits it moves' },
  };
}
