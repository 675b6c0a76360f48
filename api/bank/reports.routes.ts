import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { toMoney, type Pence } from '../../domain/money';
import { londonDate, londonWords } from '../../domain/working-days';
import { inScope } from '../../db/core/database';
import { dayReport, trialBalance, type Movement } from '../../db/bank/reports.queries';
import { listAdjustable } from '../../db/bank/accounts.queries';
import { accountName, shownBalance } from '../../domain/bank/account-names';
import { date } from '../../messages/core.schemas';
import { listRoute } from '../core/reading';
import { route, type Route } from '../core/route';
import { money } from '../core/schemas';
import { besideClosing } from './statements.representations';

const movement = z.object({
  key: z.string(),
  reference: z.string().describe('What people call its case'),
  at: z.iso.datetime(),
  amount: money,
  from: z.string().describe('The account that it left, by name'),
  to: z.string(),
});
movement.register(z.globalRegistry, { id: 'Movement' });
const movements = z.array(movement);
const account = z.object({
  account: z.string().describe('What an adjustment names'),
  name: z.string(),
  balance: money.describe('What is left in funds, what is owed of a debt'),
});
account.register(z.globalRegistry, { id: 'JournalAccount' });

const trial = route({
  name: 'showTrialBalance',
  method: 'get',
  path: '/v1/reports/trial-balance',
  summary: 'Debits less credits of every account; the total is zero at all times',
  permission: 'viewReports',
  rules: ['FIN-1', 'MON-2'],
  answers: {
    status: 200,
    description: 'Debits positive',
    schema: z.object({ accounts: z.array(z.object({ account: z.string(), name: z.string(), balance: money })), total: money }),
  },
  handle: ({ deps, caller }) =>
    inScope(deps.database, caller, async (trx) => {
      const { accounts, total } = await trialBalance(trx);
      return {
        body: { accounts: accounts.map(({ account, name, pence }) => ({ account, name, balance: toMoney(pence) })), total: toMoney(total) },
      };
    }),
});

const day = route({
  name: 'showDayReport',
  method: 'get',
  path: '/v1/reports/day',
  summary:
    "The day's allocations, reversals, returns and adjustments, suspense, overdue holds, unspent funds and each bank account's ledger; Accept: text/csv for a file",
  permission: 'viewReports',
  rules: ['FIN-1'],
  query: z.object({ date: date.optional().describe('A London date; today by default') }),
  answers: {
    status: 200,
    description: 'JSON, or CSV with columns section, reference, at, pounds: plain numbers, with the trial balance as it stands now',
    orText: 'text/csv',
    schema: z.object({
      date: z.iso.date(),
      received: z.object({ count: z.int(), amount: money }),
      allocations: movements,
      reversals: movements,
      returns: movements,
      adjustments: movements,
      suspense: z.object({ count: z.int(), amount: money, oldest: z.iso.datetime().nullable() }),
      overdue: z.array(z.object({ reference: z.string(), dueAt: z.iso.datetime(), due: money })),
      unspentFunds: money,
      bankAccounts: z.array(
        z.object({ account: z.uuid(), name: z.string(), ledger: money, closing: money.nullable(), difference: money.nullable() }),
      ),
    }),
  },
  handle: async ({ deps, caller, query, request }) => {
    const date = query.date ?? londonDate((await deps.clock()).toISOString());
    const [report, trial] = await inScope(deps.database, caller, async (trx) => [await dayReport(trx, date), await trialBalance(trx)]);
    if (request.accepts(['json', 'csv']) === 'csv')
      return { type: 'text/csv', headers: { 'Content-Disposition': `attachment; filename="day-${date}.csv"` }, body: asCsv(report, trial) };
    return {
      body: {
        date,
        received: { count: report.received.count, amount: toMoney(report.received.pence) },
        ...movementsBody(report.movements),
        suspense: { count: report.suspense.count, amount: toMoney(report.suspense.pence), oldest: report.suspense.oldest },
        overdue: report.overdue.map(({ reference, due_at, due_pence }) => ({ reference, dueAt: due_at, due: toMoney(due_pence) })),
        unspentFunds: toMoney(report.unspentFunds),
        bankAccounts: report.ledgers.map(({ account, name, ledger, closing }) => {
          const { amount, ...beside } = besideClosing(ledger, closing);
          return { account, name, ledger: amount, ...beside };
        }),
      },
    };
  },
});

const accounts = listRoute({
  name: 'listAccounts',
  path: '/v1/accounts',
  summary: 'Accounts that an adjustment may name, each with company and office and what is on it now',
  permission: 'adjustAccounts',
  rules: ['SEC-8', 'MON-2'],
  of: account,
  answer: 'A page of accounts: write-offs, then funds and debt of each node by its name',
  filter: { search: z.string().trim().min(1).max(100).optional().describe('Any part of the name of a company, group or office') },
  list: listAdjustable,
  as: ({ account: key, owner, pence }) => ({
    account: key,
    name: accountName(key, owner ?? undefined),
    balance: toMoney(shownBalance(key, pence)),
  }),
});

/** Finance's reports, and the accounts of its journal. */
export const reportRoutes: Route[] = [trial, day, accounts];

function movementsBody(all: Movement[]) {
  const of = (asked: Movement['kind']) =>
    all.flatMap(({ kind, pence, ...movement }) => (kind === asked ? [{ ...movement, amount: toMoney(pence) }] : []));
  return { allocations: of('allocation'), reversals: of('reversal'), returns: of('return'), adjustments: of('adjustment') };
}

/** Amounts as plain numbers of pounds: `3531.34` (FIN-1). */
function asCsv(report: Awaited<ReturnType<typeof dayReport>>, trial: Awaited<ReturnType<typeof trialBalance>>): string {
  const { suspense } = report;
  const rows: [section: string, reference: string, at: string, pence: Pence | null][] = [
    ['received', `${report.received.count} receipts`, '', report.received.pence],
    ...report.movements.map(
      ({ kind, reference, from, to, at, pence }) =>
        [kind, kind === 'adjustment' ? `${reference}: ${from} to ${to}` : reference, londonWords(at), pence] as (typeof rows)[number],
    ),
    ['suspense', `${suspense.count} receipts`, suspense.oldest ? londonWords(suspense.oldest) : '', suspense.pence],
    ...report.overdue.map(
      ({ reference, due_at, due_pence }) => ['overdue', reference, londonWords(due_at), due_pence] as (typeof rows)[number],
    ),
    ['unspent funds', '', '', report.unspentFunds],
    ...report.ledgers.flatMap(({ name, ledger, closing }): typeof rows => [
      ['bank ledger', name, '', ledger],
      ['last closing balance', name, '', closing],
      ['ledger less closing balance', name, '', closing === null ? null : ledger - closing],
    ]),
    ...trial.accounts.map(({ name, pence }) => ['trial balance', name, '', pence] as (typeof rows)[number]),
    ['trial balance', 'Total', '', trial.total],
  ];
  return stringify(
    rows.map(([section, reference, at, pence]) => [section, reference, at, pence === null ? '' : Number(pence) / 100]),
    {
      header: true,
      columns: ['section', 'reference', 'at', 'pounds'],
      cast: { number: (pounds) => pounds.toFixed(2) },
      escape_formulas: true,
      record_delimiter: 'windows',
    },
  );
}
