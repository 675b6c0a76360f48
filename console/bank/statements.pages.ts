import type { Express } from 'express';
import type { components } from '../kit/api';
import { serveCase, type CasePage } from '../kit/case';
import { dayOf, type Tag } from '../kit/cells';
import { data, keyed, Refused, type Problem } from '../kit/client';
import { reason, type Field } from '../kit/fields';
import { monthOf, weeksOf } from '../kit/months';
import { serveList, type ItemOf, type List } from '../kit/list';
import { commandOf, field, fields, may, serve, serveForm, type Page, type Said, type Visit } from '../kit/page';
import { plural, words } from '../kit/words';

type Statement = components['schemas']['Statement'];
type Line = components['schemas']['StatementLine'];
type Listed = ItemOf<'/v1/statements'> & { accountName: string };

const colours: Record<Statement['proof']['status'], Tag['colour']> = {
  proved: 'green',
  unproved: 'grey',
  overlap: 'blue',
  gap: 'red',
  wrongSum: 'red',
};

const list: List<'/v1/statements', Listed> = {
  path: '/statements',
  title: 'Bank statements',
  order: 'Imported, newest first',
  from: '/v1/statements',
  isPaged: true,
  columns: [
    {
      head: 'File',
      of: ({ id, fileName, part }) => ({ text: part > 1 ? `${fileName} (part ${part})` : fileName, href: `/statements/${id}` }),
    },
    { head: 'Account', of: ({ accountName }) => accountName },
    { head: 'Days', of: ({ from, to }) => `${dayOf(from)} to ${dayOf(to)}` },
    { head: 'Proof', of: (each) => ({ text: '', tags: tagsOf(each) }) },
    { head: 'Lines', of: ({ progress }) => progress.lines },
  ],
  things: ['statement', 'statements'],
  nothing: 'No statement was imported yet: choose a file above.',
  rows: async ({ api }, items) => {
    const accounts = await data(api.GET('/v1/bank-accounts'));
    const nameOf = new Map(accounts.items.map(({ id, name }) => [id, name]));
    return items.map((each) => ({ ...each, accountName: nameOf.get(each.bankAccount) ?? '' }));
  },
  template: 'statements',
  beside: async ({ api }) => {
    const accounts = await data(api.GET('/v1/bank-accounts'));
    return {
      accounts: accounts.items
        .filter(({ state }) => state === 'open')
        .sort((one, other) => Number(other.layout !== null) - Number(one.layout !== null)),
    };
  },
};

const outcomes: Record<Line['outcome'], Tag> = {
  posting: { text: 'Being posted', colour: 'blue' },
  doubtful: { text: 'Known, or new money?', colour: 'yellow' },
  known: { text: 'Known already', colour: 'grey' },
  moneyOut: { text: 'Money out', colour: 'grey' },
  noMoney: { text: 'No money', colour: 'grey' },
  suspense: { text: 'In suspense', colour: 'orange' },
  linked: { text: 'For an open order', colour: 'blue' },
  allocated: { text: 'Allocated', colour: 'green' },
  returning: { text: 'Goes back', colour: 'grey' },
  split: { text: 'Split', colour: 'blue' },
};

const lines: List<'/v1/statements/{id}/lines'> = {
  path: '/statements/:id/lines',
  title: 'Lines of the statement',
  order: 'As they stand in the file',
  from: '/v1/statements/{id}/lines',
  isPaged: true,
  columns: [
    { head: 'Row', of: ({ row }) => row },
    { head: 'Booked', of: ({ bookedOn }) => ({ day: bookedOn }) },
    {
      head: 'What the payer wrote',
      of: ({ texts, receipt }) => ({ text: texts.join(' ') || '(nothing)', href: receipt && `/suspense/${receipt}` }),
    },
    { head: 'Payer', of: ({ payer }) => payer },
    {
      head: 'Outcome',
      of: ({ outcome, known }) => ({ text: known ? `row ${known.row} of ${known.fileName}` : '', tags: [outcomes[outcome]] }),
    },
    { head: 'Order', of: ({ order }) => (order ? { text: order.reference, href: `/orders/${order.id}` } : null) },
    { head: 'Amount', of: ({ amount }) => ({ money: amount }) },
  ],
  things: ['line', 'lines'],
  nothing: 'The file has no line.',
};

const decisionFields: Field[] = [reason()];

const one: CasePage<Statement> = {
  path: '/statements/:id',
  subject: ({ api, params }) => data(api.GET('/v1/statements/{id}', { params: { path: { id: params['id']! } } })),
  title: ({ fileName }) => fileName,
  related: ({ id, progress }) => [
    { href: `/statements/${id}/lines`, text: `Its ${plural(progress.lines, 'line')}, each with its outcome` },
  ],
  decisions: [],
  facts: (statement) => [
    ['Proof', { text: statement.proof.detail, tags: tagsOf(statement) }],
    ['Days', `${dayOf(statement.from)} to ${dayOf(statement.to)}`],
    ['Opening balance', { money: statement.opening }],
    ['Closing balance', { money: statement.closing }],
    ['Receipts in suspense or on their way to an order', statement.progress.receipts],
    ['Told to an order', statement.progress.matched],
    ['Imported before, counted once', statement.progress.known],
    ['Ledger after this import', { money: statement.ledger?.amount ?? null }],
    ['Closing balance of the account’s last statement', { money: statement.ledger?.closing ?? null }],
    ['Ledger less closing balance', { money: statement.ledger?.difference ?? null }],
  ],
  template: 'statement',
  beside: async (statement, visit) => {
    const { params, query, body } = visit;
    const cursor = query['cursor'];
    const path = { id: params['id']! };
    const doubtful = may(visit, 'importStatements')
      ? await data(
          visit.api.GET('/v1/statements/{id}/doubtful-lines', { params: { path, query: { limit: 50, ...(cursor ? { cursor } : {}) } } }),
        )
      : { items: [], next: null };
    const isTicked = (row: number) => !body['decision'] || fields({ body }, 'rows').includes(String(row));
    const { done, posted, asked, lines } = statement.progress;
    return {
      statement,
      suffix: cursor ? `?${new URLSearchParams({ cursor })}` : '',
      isGoingOn: !done && posted + asked !== lines,
      doubtful: { ...doubtful, items: doubtful.items.map((line) => ({ ...line, isTicked: isTicked(line.row) })) },
    };
  },
};

const calendar: Page = {
  path: '/calendar',
  template: 'calendar',
  load: async ({ api, query }) => {
    const { items: accounts } = await data(api.GET('/v1/bank-accounts'));
    const { from, to, before, after } = monthOf(query['month']);
    const covered = await Promise.all(
      accounts.map(async (account) => ({
        account,
        weeks: weeksOf(
          (await data(api.GET('/v1/bank-accounts/{id}/coverage', { params: { path: { id: account.id }, query: { from, to } } }))).items,
          ({ date }) => date,
        ),
      })),
    );
    const used = ({ weeks }: (typeof covered)[number]) => weeks.flat().some((day) => day && day.status !== 'outside');
    covered.sort((a, b) => Number(used(b)) - Number(used(a)));
    return { covered, month: from, before, after };
  },
};

/** Statements: upload with faults and progress, proof, and the calendar of gaps and overlaps (BNK-1). */
export function statementPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    const page = serveList(app, list);
    serve(app, calendar);
    serveList(app, lines);
    serveForm(app, '/statements', page, (visit) => upload(apiUrl, visit));
    const statement = serveCase(app, apiUrl, one);
    serveForm(app, '/statements/:id/decide-lines', { ...statement, fields: decisionFields }, decide);
  };
}

function tagsOf({ proof, progress }: Pick<Statement, 'proof' | 'progress'>): Tag[] {
  const asked: Tag[] = progress.asked > 0 ? [{ text: 'Asked', colour: 'yellow' }] : [];
  return [{ text: words(proof.status), colour: colours[proof.status] }, ...asked];
}

/** Lines in doubt: those that are ticked are the same as known ones, or new money (ADV-4). */
async function decide(visit: Visit): Promise<Said> {
  const id = visit.params['id']!;
  const decision = field(visit, 'decision') as 'same' | 'new';
  const rows = fields(visit, 'rows').map(Number);
  if (rows.length === 0) throw new Refused(422, { title: 'Tick the lines that you speak of', detail: 'The others stay in doubt.' });
  const body = { decision, rows, reason: field(visit, 'reason') };
  await data(visit.api.POST('/v1/statements/{id}/decide-lines', { params: { path: { id }, ...commandOf(visit) }, body }));
  return {
    to: `/statements/${id}`,
    text: `${plural(rows.length, 'line')} ${decision === 'same' ? 'known already: nothing of it counts twice' : 'taken as new money'}.`,
  };
}

/** Files go past the typed client, which knows JSON alone. */
async function upload(apiUrl: string, visit: Visit): Promise<Said> {
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
  if (answer.status === 409 && body.statement)
    return {
      to: `/statements/${body.statement}`,
      text: 'This very file was imported before; nothing of it counts twice. This is that import.',
    };
  if (!answer.ok) throw new Refused(answer.status, body);
  return { to: `/statements/${body.id}`, text: `${visit.file.name} is read, and its lines are posted.` };
}
