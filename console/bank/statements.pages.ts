import type { Express } from 'express';
import { data, keyed, Refused, type Problem } from '../kit/client';
import { field, fields, serve, serveForm, type Page, type Visit } from '../kit/page';

const list: Page = {
  path: '/statements',
  template: 'statements',
  load: async ({ api, query }) => {
    const cursor = query['cursor'];
    const [accounts, statements] = await Promise.all([
      data(api.GET('/v1/bank-accounts')),
      data(api.GET('/v1/statements', { params: { query: { limit: 50, ...(cursor ? { cursor } : {}) } } })),
    ]);
    const nameOf = new Map(accounts.items.map((account) => [account.id, account.name]));
    return {
      accounts: accounts.items.filter(({ state }) => state === 'open'),
      statements: statements.items.map((each) => ({ ...each, account: nameOf.get(each.bankAccount) })),
      next: statements.next,
    };
  },
};

const one: Page = {
  path: '/statements/:id',
  template: 'statement',
  load: async ({ api, params, query, body }) => {
    const path = { id: params['id']! };
    const cursor = query['cursor'];
    const [statement, doubtful] = await Promise.all([
      data(api.GET('/v1/statements/{id}', { params: { path } })),
      data(api.GET('/v1/statements/{id}/doubtful-lines', { params: { path, query: { limit: 50, ...(cursor ? { cursor } : {}) } } })),
    ]);
    const isTicked = (row: number) => !body['decision'] || fields({ body }, 'rows').includes(String(row));
    return { statement, doubtful: { ...doubtful, items: doubtful.items.map((line) => ({ ...line, isTicked: isTicked(line.row) })) } };
  },
};

const calendar: Page = {
  path: '/calendar',
  template: 'calendar',
  load: async ({ api, query }) => {
    const { items: accounts } = await data(api.GET('/v1/bank-accounts'));
    const month = /^\d{4}-\d{2}$/.test(query['month'] ?? '') ? query['month']! : new Date().toISOString().slice(0, 7);
    const [year, number] = month.split('-').map(Number) as [number, number];
    const shift = (by: number) => new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7);
    const to = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
    const covered = await Promise.all(
      accounts.map(async (account) => ({
        account,
        weeks: weeksOf(
          (
            await data(
              api.GET('/v1/bank-accounts/{id}/coverage', { params: { path: { id: account.id }, query: { from: `${month}-01`, to } } }),
            )
          ).items,
        ),
      })),
    );
    const used = ({ weeks }: (typeof covered)[number]) => weeks.flat().some((day) => day && day.status !== 'outside');
    covered.sort((a, b) => Number(used(b)) - Number(used(a)));
    return { covered, month: `${month}-01`, before: shift(-1), after: shift(1) };
  },
};

/** Statements: upload with faults and progress, proof, and the calendar of gaps and overlaps (BNK-1). */
export function statementPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serve(app, list);
    serve(app, calendar);
    serve(app, one);
    serveForm(app, '/statements', list, (visit) => upload(apiUrl, visit));
    serveForm(app, '/statements/:id/decide-lines', one, decide);
  };
}

/** Lines in doubt: those that are ticked are the same as known ones, or new money (ADV-4). */
async function decide(visit: Visit): Promise<string> {
  const id = visit.params['id']!;
  const decision = field(visit, 'decision') as 'same' | 'new';
  const rows = fields(visit, 'rows').map(Number);
  if (rows.length === 0) throw new Refused(422, { title: 'Tick the lines that you speak of', detail: 'The others stay in doubt.' });
  const body = { decision, rows, reason: field(visit, 'reason') };
  await data(visit.api.POST('/v1/statements/{id}/decide-lines', { params: { path: { id }, header: keyed(field(visit, 'key')) }, body }));
  return `/statements/${id}?done=decided`;
}

/** Files go past the typed client, which knows JSON alone. */
async function upload(apiUrl: string, visit: Visit): Promise<string> {
  const account = field(visit, 'account');
  if (!visit.file)
    throw new Refused(422, {
      title: 'Choose a file',
      detail: 'Export the statement from the bank as CSV, camt.053 or MT940, and choose that file.',
    });
  const answer = await fetch(`${apiUrl}/v1/bank-accounts/${encodeURIComponent(account)}/statements`, {
    method: 'POST',
    headers: {
      ...visit.headers,
      'Content-Type': 'application/octet-stream',
      'X-File-Name': visit.file.name.replace(/[^\x20-\x7e]/g, '_'),
      ...keyed(field(visit, 'key')),
    },
    body: new Uint8Array(visit.file.content),
  });
  const body = (await answer.json()) as { id: string; statement?: string } & Problem;
  if (answer.status === 409 && body.statement) return `/statements/${body.statement}?done=known`;
  if (!answer.ok) throw new Refused(answer.status, body);
  return `/statements/${body.id}`;
}

/** Days in rows of weeks, from Monday; null where a week begins before or ends after. */
function weeksOf<Day extends { date: string }>(days: Day[]): (Day | null)[][] {
  const first = (new Date(days[0]!.date).getUTCDay() + 6) % 7;
  const padded = [...Array.from({ length: first }, () => null), ...days];
  return Array.from({ length: Math.ceil(padded.length / 7) }, (_each, week) =>
    Array.from({ length: 7 }, (_day, index) => padded[week * 7 + index] ?? null),
  );
}
