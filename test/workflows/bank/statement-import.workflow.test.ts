import { daysLater, sameClock } from '../../../domain/working-days';
import { inScope } from '../../../db/core/database';
import { currentCalendar } from '../../../db/core/calendars.queries';
import { importStatement, type Statement } from '../../support/statements';
import { eventually } from '../../support/eventually';
import { stories } from '../../support/story';

const { test } = stories('statement-import');
const barclays = (...memos: string[]) =>
  ['Number,Date,Account,Amount,Subcategory,Memo', ...memos.map((memo) => `,18/11/2026,82-62-19 87654321,40.00,Credit,${memo}`)].join('\n');

test('ADV-4 WRK-1 WHY-1 lines in doubt are a task of finance, which is reminded once it is late; the decision closes it and says who and why', async ({
  system,
  tenant,
  as,
  look,
  boundary,
}) => {
  const account = tenant.bankAccounts.barclays;
  await importStatement(as.finance, account, barclays('FIRST EXPORT', 'SECOND LINE'));
  const { body: statement } = await as.finance.upload<Statement>(account, barclays('OTHER WORDS', 'AND OTHERS'));
  const asked = await look.stageIs(statement, 'Asked');
  const calendar = await inScope(system.database, { tenant: tenant.id, organisation: null }, currentCalendar);
  const due = sameClock(asked.since, 2, calendar);
  expect(asked).toMatchObject({ awaiting: 'finance', dueAt: due, next: [{ at: due, what: 'finance is reminded' }] });
  const tasks = () => as.finance.get<{ items: { task: string; dueAt: string }[] }>(`/v1/work-items?about=${statement.id}`);
  expect((await tasks()).body.items).toMatchObject([{ queue: 'finance', task: 'decideLines', dueAt: due }]);

  await boundary(due, {
    before: async () => expect(await look.mails(statement)).toEqual([]),
    after: async () => expect(await look.mails(statement)).toEqual(['lines-in-doubt']),
  });
  await boundary(daysLater(due, 3), {
    before: async () => expect(await look.mails(statement)).toHaveLength(1),
    after: async () => expect(await look.mails(statement)).toHaveLength(2),
  });
  expect(await look.standing(statement)).toMatchObject({ dueAt: due, next: [{ at: daysLater(due, 6) }] });

  const decide = (decision: string, rows: number[], reason: string) =>
    as.finance2.post(`/v1/statements/${statement.id}/decide-lines`, { decision, rows, reason });
  expect((await decide('same', [2], 'the same export')).status).toBe(200);
  const half = await look.stageIs(statement, 'Asked');
  expect([half.why, await look.tasks(statement)]).toEqual([expect.stringContaining(': 1 of 2 lines'), ['decideLines']]);
  expect((await decide('new', [3], 'the bank confirms it')).status).toBe(200);
  expect(await look.tasks(statement)).toEqual([]);
  await look.stageIs(statement, 'Posted');

  const { id: user } = tenant.staff.finance2;
  const trail = await as.finance.get<{ items: { event: string; reason: string | null; user: string | null; after: object }[] }>(
    `/v1/audit/${statement.id}`,
  );
  expect(trail.body.items.filter(({ event }) => event === 'linesDecided')).toMatchObject([
    { user, reason: 'the same export', after: { asked: 1, said: { decision: 'same', rows: [2], known: 1, new: 0 } } },
    { user, reason: 'the bank confirms it', after: { asked: 0, said: { decision: 'new', rows: [3], known: 0, new: 1 } } },
  ]);
  const events = (await look.events(statement)).map(([event]) => event);
  expect(events.filter((event) => event !== 'posting')).toEqual([
    ...['opened', 'asked', 'reminded', 'reminded', 'linesDecided', 'asked', 'linesDecided', 'posted'],
  ]);
  await eventually(async () => expect(await look.mails(statement)).toHaveLength(2));
});
