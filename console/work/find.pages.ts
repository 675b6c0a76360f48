import type { Express } from 'express';
import type { components } from '../kit/api';
import { moneyOf, shownCell } from '../kit/cells';
import { data, Refused } from '../kit/client';
import { shownFaults } from '../kit/faults';
import { isStaff, type Me } from '../kit/navigation';
import { serve, type Page, type Visit } from '../kit/page';
import { placeOf } from '../kit/tasks';
import { words } from '../kit/words';

type Found = components['schemas']['FoundItem'];

const titles: Record<Found['kind'], string> = {
  order: 'Orders',
  receipt: 'Receipts',
  claim: 'Claims',
  reversal: 'Reversals',
  approval: 'Proposals',
  statement: 'Statements',
  organisation: 'Organisations',
  person: 'People',
};
/** What the search calls a kind whose pages go by another name. */
const pageOf: Partial<Record<Found['kind'], string>> = { order: 'advance-order', person: 'user' };
const MORE = 20;

const find: Page = {
  path: '/find',
  template: 'find',
  load: async (visit) => {
    const q = (visit.query['q'] ?? '').trim();
    const kind = visit.query['kind'];
    const { groups, faults } = q === '' ? { groups: [] } : await sought(visit, q, kind ? MORE : 5);
    const shown = groups.filter((group) => !kind || group.kind === kind);
    return {
      q,
      ...(faults ? { faults } : {}),
      groups: shown.map((group) => ({ ...group, ...tableOf(group, visit.me, q), isAll: Boolean(kind) })),
    };
  },
};

/** One search over all that the visitor may see, by kind (WRK-1). */
export function findPages(app: Express): void {
  serve(app, find);
}

type Group = { kind: Found['kind']; items: Found[]; more: boolean };

async function sought({ api }: Visit, q: string, limit: number): Promise<{ groups: Group[]; faults?: ReturnType<typeof shownFaults> }> {
  try {
    return { groups: (await data(api.GET('/v1/search', { params: { query: { q, limit } } }))).groups };
  } catch (error) {
    if (!(error instanceof Refused) || ![400, 422].includes(error.status)) throw error;
    return { groups: [], faults: shownFaults(error.problem, [{ name: 'q', label: 'What you look for' }]) };
  }
}

function tableOf({ kind, items, more }: Group, me: Me, q: string) {
  const rows = items.map((item) => [
    { text: item.title, href: hrefOf(item, me) },
    item.detail === item.title ? '' : item.detail,
    item.state ? words(item.state) : '',
    item.amount ? moneyOf(item.amount) : '',
  ]);
  return {
    caption: titles[kind],
    heads: ['What', 'More', 'State', 'Amount'].map((text) => ({ text })),
    rows: rows.map((cells) => ({ cells: cells.map(shownCell) })),
    all: more ? `/find?${new URLSearchParams({ q, kind })}` : null,
  };
}

function hrefOf({ kind, id }: Found, me: Me): string | null {
  if (!isStaff(me.role)) return kind === 'order' ? `/my/${id}` : null;
  return placeOf(pageOf[kind] ?? kind, id, me);
}
