import type { Express } from 'express';
import { serveCase, shownTable, orNothing, type CasePage } from '../kit/case';
import { momentOf, shownCell, stateTag } from '../kit/cells';
import { data } from '../kit/client';
import type { Decision } from '../kit/decision';
import { serveFile } from '../kit/files';
import { serveList, type List } from '../kit/list';
import { may, target, type Visit } from '../kit/page';
import { batchLink } from '../kit/learners';
import { bookedHref } from './booked-with';
import { COLUMNS, columnOf, headOf, needsOf, NEEDS, SHOWN } from './line-fields';
import {
  colours,
  isOpenFor,
  isUndoable,
  mayWorkOn,
  registrationOf,
  wayInWords,
  type Group,
  type Line,
  type Registration,
} from './registration-words';

/** Lines of a page: each is as high as what is wrong with it. */
const PAGE = 50;
const STATES = ['checking', 'open', 'registered', 'over', 'discarded', 'lapsed'] as const;

const list: List<'/v1/registrations'> = {
  path: '/registrations',
  title: 'Registrations',
  order: 'Newest first',
  from: '/v1/registrations',
  isPaged: true,
  filters: [{ name: 'state', label: 'State', choices: STATES.map((state) => [state, stateInWords(state)] as const) }],
  columns: [
    { head: 'Registration', of: ({ id, reference }) => ({ text: reference, href: `/registrations/${id}` }) },
    { head: 'Way', of: ({ way, isCheckOnly }) => `${wayInWords(way)}${isCheckOnly ? ', checked only' : ''}` },
    { head: 'File', of: ({ fileName }) => fileName },
    { head: 'State', of: ({ state }) => ({ text: '', tags: [{ text: stateInWords(state), colour: colours[state] ?? 'blue' }] }) },
    { head: 'Since', of: ({ since }) => ({ moment: since }) },
    { head: 'Begun', of: ({ madeAt }) => ({ moment: madeAt }) },
  ],
  things: ['registration', 'registrations'],
  nothing: 'Nothing was registered yet: choose a way above.',
  template: 'registrations',
  beside: async (visit) => ({
    ways: [
      { href: '/registrations/new', text: 'Key in learners', right: 'productRegistrations' },
      { href: '/registrations/single', text: 'Send a file on one product', right: 'productRegistrations' },
      { href: '/registrations/bulk', text: 'Send a bulk file', right: 'bulkRegistration' },
      { href: '/registrations/check', text: 'Check a file only', right: 'makeRegistrations' },
    ].filter(({ right }) => may(visit, right)),
  }),
};

/** All groups of a bulk file, of which the registration's page has the first ones (REG-8). */
const allGroups: List<'/v1/registrations/{id}/groups', Group & { registration: string }> = {
  path: '/registrations/:id/groups',
  title: 'Products of the registration',
  order: 'By their places in the file',
  from: '/v1/registrations/{id}/groups',
  isPaged: true,
  columns: [
    { head: 'Row', of: ({ row }) => row },
    {
      head: 'Product',
      of: ({ id, registration, state, productCode }) => ({
        text: productCode || '–',
        href: state === 'open' ? `/registrations/${registration}/groups/${id}/confirm` : null,
      }),
    },
    { head: 'Your reference', of: ({ centreReference }) => centreReference },
    { head: 'Learners', of: ({ lines }) => lines },
    { head: 'With faults', of: ({ faulty }) => faulty },
    { head: 'State', of: ({ state }) => stateTag(state, colours) },
    { head: 'What is wrong', of: ({ faults }) => faults.map(({ detail, remedy }) => `${detail}. ${remedy}`).join(' ') || null },
    { head: 'Batch', of: ({ batch }) => batchLink(batch) },
  ],
  things: ['product', 'products'],
  nothing: 'It has none.',
  rows: ({ params }, items) => Promise.resolve(items.map((group) => ({ ...group, registration: params['id']! }))),
};

/** A registration with whether its check has stopped for good. */
type Subject = Registration & { hasStopped: boolean };

const decisions: Decision<Subject>[] = [
  {
    name: 'retry',
    permission: 'makeRegistrations',
    link: 'Check it again',
    isUsual: true,
    isOpen: (registration, visit) => registration.hasStopped && mayWorkOn(registration, visit),
    title: ({ reference }) => `Check ${reference} again`,
    says: () => ['The file is checked again from where it stopped.'],
    fields: () => [],
    button: () => 'Check it again',
    act: async (visit, { id }) => {
      await data(visit.api.POST('/v1/registrations/{id}/retry', target(visit)));
      return { to: `/registrations/${id}`, text: 'It is checked again.' };
    },
  },
  {
    name: 'discard',
    permission: 'makeRegistrations',
    link: 'Discard',
    isOpen: isOpenFor,
    title: ({ reference }) => `Discard ${reference}`,
    says: () => ['Whatever of it is not registered is given up: its file and its learners are deleted. What is registered stands.'],
    fields: () => [],
    button: ({ reference }) => `Discard ${reference}`,
    isGrave: true,
    act: async (visit, { id }) => {
      await data(visit.api.POST('/v1/registrations/{id}/discard', target(visit)));
      return { to: `/registrations/${id}`, text: 'It is discarded.' };
    },
  },
];

const one: CasePage<Subject> = {
  path: '/registrations/:id',
  subject: async (visit) => {
    const [registration, process] = await Promise.all([
      registrationOf(visit),
      orNothing(data(visit.api.GET('/v1/processes/{id}', { params: { path: { id: visit.params['id']! } } }))),
    ]);
    return { ...registration, hasStopped: registration.state === 'checking' && process?.awaiting === 'staff' };
  },
  title: ({ reference }) => `Registration ${reference}`,
  decisions,
  isWorkedOn: false,
  facts: ({ way, isCheckOnly, fileName, madeAt }) => [
    ['Way', `${wayInWords(way)}${isCheckOnly ? ', checked only' : ''}`],
    ['File', fileName],
    ['Begun', { moment: madeAt }],
  ],
  related: ({ id, way }) => (way === 'bulk' ? [{ href: `/registrations/${id}/groups`, text: 'All products of the file' }] : []),
  template: 'registration',
  beside: async (registration, visit) => {
    const isEditable = isOpenFor(registration, visit);
    return {
      isChecking: registration.state === 'checking' && !registration.hasStopped,
      isEditable,
      groups: registration.groups.map((group) => shownGroup(registration, group, isEditable, visit)),
      ...(registration.state === 'open' ? await linesOf(registration, visit, isEditable) : { lines: null }),
    };
  },
};

/** Registrations: the list, and a registration's page with its groups and lines, what is wrong by row and column, and the file with its errors (REG-1, REG-8, REG-9, IMP-1). */
export function registrationPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serveList(app, list);
    serveList(app, allGroups);
    serveFile(app, '/registrations/:id/errors', (id) => `${apiUrl}/v1/registrations/${id}/errors`);
    serveCase(app, apiUrl, one);
  };
}

function stateInWords(state: Registration['state']): string {
  const words: Partial<Record<Registration['state'], string>> = { checking: 'Being checked', open: 'To be confirmed' };
  return words[state] ?? `${state.charAt(0).toUpperCase()}${state.slice(1)}`;
}

function shownGroup(registration: Registration, group: Group, isEditable: boolean, visit: Visit) {
  const { id, state, undoUntil, kept } = group;
  const base = `/registrations/${registration.id}/groups/${id}`;
  const isOpen = isEditable && state === 'open';
  return {
    ...group,
    tag: shownCell(stateTag(state, colours)),
    isGrey: state === 'blocked' || state === 'removed',
    confirm: isOpen && !registration.isCheckOnly && group.lines > 0 ? `${base}/confirm` : null,
    remove: isEditable && registration.way === 'bulk' && (isOpen || state === 'blocked') ? `${base}/remove` : null,
    undo: isUndoable(group) && mayWorkOn(registration, visit) ? `${base}/undo` : null,
    booked: may(visit, 'viewBookings') ? bookedHref(group) : null,
    undoneUntil: isUndoable(group) ? momentOf(undoUntil) : null,
    kept: shownTable({
      caption: `Learners on ${group.productCode} who were not undone`,
      heads: ['Learner number', 'What depends on it'],
      rows: kept.map(({ number, why }) => [{ text: number, href: `/learners?number=${number}` }, why]),
      nothing: '',
    }),
  };
}

/** A page of lines, of a group or with faults alone where the address asks for that. */
async function linesOf(registration: Registration, { api, query }: Visit, isEditable: boolean) {
  const { id } = registration;
  const { cursor, group, faulty } = query;
  const asked = { ...(group ? { group } : {}), ...(faulty === 'true' ? { faulty: 'true' as const } : {}) };
  const path = { id };
  const { items, next } = await data(
    api.GET('/v1/registrations/{id}/lines', { params: { path, query: { limit: PAGE, ...asked, ...(cursor ? { cursor } : {}) } } }),
  );
  const address = (more: Record<string, string>) => `/registrations/${id}?${new URLSearchParams(more)}#lines`;
  const columns = COLUMNS.filter((column) => SHOWN.includes(column) || items.some((line) => isNotable(line, column)));
  const closed = new Set(registration.groups.filter(({ state }) => state !== 'open').map((each) => each.id));
  const product = new Map(registration.groups.map((each) => [each.id, each.productCode]));
  return {
    heads: columns.map(headOf),
    isFaultyOnly: faulty === 'true',
    all: address({}),
    faultyOnly: address({ ...(group ? { group } : {}), faulty: 'true' }),
    first: cursor ? address(asked) : null,
    after: next ? address({ ...asked, cursor: next }) : null,
    lines: items.map((line) => shownLine(line, columns, product.get(line.group) ?? '', isEditable && !closed.has(line.group) ? id : null)),
  };
}

function isNotable({ cells, faults }: Line, column: string): boolean {
  return faults.some(({ field }) => columnOf(field) === column) || (column === NEEDS && needsOf(cells) !== '');
}

function shownLine(line: Line, columns: string[], product: string, editedIn: string | null) {
  const { id, row, cells, faults } = line;
  return {
    row,
    product,
    name: [cells['forename'], cells['surname']].filter(Boolean).join(' ') || `row ${row}`,
    cells: columns.map((column) => {
      const told = faults.filter(({ field }) => columnOf(field) === column);
      return { text: column === NEEDS ? needsOf(cells) : (cells[column] ?? ''), mark: told.length > 0 && markOf(told) };
    }),
    mark: faults.length > 0 && markOf(faults),
    told: faults.map(({ column, detail, remedy, isWarning }) => ({
      text: `${column ? `Column ${column}: ` : ''}${detail}. ${remedy}`,
      isWarning,
    })),
    base: editedIn && `/registrations/${editedIn}/lines/${id}`,
  };
}

/** Wrong is what keeps a learner from being registered; all else is to be looked at. */
function markOf(faults: Line['faults']): 'wrong' | 'check' {
  return faults.every(({ isWarning }) => isWarning) ? 'check' : 'wrong';
}
