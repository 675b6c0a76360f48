import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { inPounds, toMoney } from '../../domain/money';
import { londonDate, londonWords } from '../../domain/working-days';
import { inScope } from '../../db/core/database';
import { dayReport, trialBalance } from '../../db/bank/reports.queries';
import { date } from '../../messages/core.schemas';
import { route, type Route } from '../core/route';
import { money } from '../core/schemas';
import { besideClosing } from './statements.representations';

const trial = route({
  name: 'showTrialBalance',
  method: 'get',
  path: '/v1/reports/trial-balance',
  summary: 'Debits less credits of every account; the total is zero at all times',
  permission: 'viewReports',
  namesNobody: true,
  rules: ['FIN-1', 'MON-2'],
  answers: {
    status: 200,
    description: 'Debits positive',
    schema: z.object({ accounts: z.array(z.object({ account: z.string(), balance: money })), total: money }),
  },
  handle: ({ deps, caller }) =>
    inScope(deps.database, caller, async (trx) => {
      const { accounts, total } = await trialBalance(trx);
      return { body: { accounts: accounts.map(({ account, pence }) => ({ account, balance: toMoney(pence) })), total: toMoney(total) } };
    }),
});

const day = route({
  name: 'showDayReport',
  method: 'get',
  path: '/v1/reports/day',
  summary: "The day's allocations, suspense, overdue holds, unspent funds and each bank account's ledger; Accept: text/csv for a file",
  permission: 'viewReports',
  namesNobody: true,
  rules: ['FIN-1'],
  query: z.object({ date: date.optional().describe('A London date; today by default') }),
  answers: {
    status: 200,
    description: 'JSON, or CSV with columns section, reference, at, pounds',
    orText: 'text/csv',
    schema: z.object({
      date: z.iso.date(),
      received: z.object({ count: z.int(), amount: money }),
      allocations: z.array(z.object({ key: z.string(), at: z.iso.datetime(), amount: money })),
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
    const report = await inScope(deps.database, caller, (trx) => dayReport(trx, date));
    if (request.accepts(['json', 'csv']) === 'csv')
      return { type: 'text/csv', headers: { 'Content-Disposition': `attachment; filename="day-${date}.csv"` }, body: asCsv(report) };
    return {
      body: {
        date,
        received: { count: report.received.count, amount: toMoney(report.received.pence) },
        allocations: report.allocations.map(({ key, at, pence }) => ({ key, at, amount: toMoney(pence) })),
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

/** Finance's reports. */
export const reportRoutes: Route[] = [trial, day];

function asCsv(report: Awaited<ReturnType<typeof dayReport>>): string {
  const rows = [
    ['received', `${report.received.count} receipts`, '', inPounds(report.received.pence)],
    ...report.allocations.map(({ key, at, pence }) => ['allocation', key, londonWords(at), inPounds(pence)]),
    [
      'suspense',
      `${report.suspense.count} receipts`,
      report.suspense.oldest ? londonWords(report.suspense.oldest) : '',
      inPounds(report.suspense.pence),
    ],
    ...report.overdue.map(({ reference, due_at, due_pence }) => ['overdue', reference, londonWords(due_at), inPounds(due_pence)]),
    ['unspent funds', '', '', inPounds(report.unspentFunds)],
    ...report.ledgers.flatMap(({ name, ledger, closing }) => [
      ['bank ledger', name, '', inPounds(ledger)],
      ['last closing balance', name, '', closing === null ? '' : inPounds(closing)],
      ['ledger less closing balance', name, '', closing === null ? '' : inPounds(ledger - closing)],
    ]),
  ];
  return stringify(rows, {
    header: true,
    columns: ['section', 'reference', 'at', 'pounds'],
    escape_formulas: true,
    record_delimiter: 'windows',
  });
}
