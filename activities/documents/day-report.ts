import { inPounds } from '../../domain/money';
import { londonWords, type LocalDate } from '../../domain/working-days';
import type { dayReport, Movement, trialBalance } from '../../db/bank/reports.queries';
import { endDocument, heading, startDocument, table } from './tagged-pdf';

/** The day's money with the trial balance, all amounts in pence. */
export type DayReport = { date: LocalDate; trial: Awaited<ReturnType<typeof trialBalance>> } & Awaited<ReturnType<typeof dayReport>>;

const MOVEMENTS: Record<Movement['kind'], string> = {
  allocation: 'Allocations',
  reversal: 'Reversals',
  return: 'Returns',
  adjustment: 'Adjustments',
};

/**
 * The day's report of finance as a tagged PDF (FIN-1, PDF/UA-1): headings, and tables whose rows and header cells a screen reader knows.
 * `progress` is awaited before each table and after every hundred rows of one.
 */
export async function renderDayReport(report: DayReport, progress: () => Promise<void>): Promise<Buffer> {
  const pdf = startDocument(`Finance report of ${report.date}`);
  heading(pdf, 'H1', `Finance report of ${report.date}`);
  heading(pdf, 'H2', "The day's sums");
  await table(pdf, ['What', 'About', 'Sum'], sums(report), progress);
  for (const [kind, title] of Object.entries(MOVEMENTS)) {
    heading(pdf, 'H2', title);
    const moved = report.movements.filter((each) => each.kind === kind);
    const rows = moved.map(({ reference, from, to, at, pence }) => [reference, `${from} to ${to}`, londonWords(at), inPounds(pence)]);
    await table(pdf, ['For', 'From and to', 'At', 'Sum'], rows, progress);
  }
  heading(pdf, 'H2', 'Overdue holds');
  const overdue = report.overdue.map(({ reference, due_at, due_pence }) => [reference, londonWords(due_at), inPounds(due_pence)]);
  await table(pdf, ['Order', 'Was due', 'Due'], overdue, progress);
  heading(pdf, 'H2', 'Trial balance');
  const { accounts, total } = report.trial;
  const balances = [...accounts.map(({ name, pence }) => [name, inPounds(pence)]), ['Total', inPounds(total)]];
  await table(pdf, ['Account', 'Debits less credits'], balances, progress);
  return endDocument(pdf);
}

function sums({ received, suspense, unspentFunds }: DayReport): string[][] {
  const since = suspense.oldest ? `, the oldest since ${londonWords(suspense.oldest)}` : '';
  return [
    ['Received', `${received.count} receipts`, inPounds(received.pence)],
    ['In suspense', `${suspense.count} receipts${since}`, inPounds(suspense.pence)],
    ['Unspent funds', 'All nodes', inPounds(unspentFunds)],
  ];
}
