import { rowKinds } from '../../domain/processes';
import { quiet } from '../support/system';
import { withCopy, type Edit } from './copied';
import { recorded, recordedEnds, replay, type Replayed } from './replays';
import { bundle, codeReached, hashOf, pinned, ROOT } from './workflow-code';

const order = (file: string, from: string, to: string): Edit => ({ file: `domain/orders/advance-order.${file}.ts`, from, to });
const receipt = (file: string, from: string, to: string): Edit => ({ file: `domain/bank/suspense.${file}.ts`, from, to });
const number = (from: string, to: string): Edit => ({ file: 'domain/policy-numbers.ts', from, to });

/** Twelve small edits of rules: decided in the workflow, they broke replays, or passed them while the state drifted. */
const edits: Record<string, Edit> = {
  'a hold of 15 days instead of 14': number("overdueDays': days('ADV-3', 14", "overdueDays': days('ADV-3', 15"),
  'a policy default edited': number("linkHours': hours('SEC-3', 72", "linkHours': hours('SEC-3', 48"),
  'a reminder a day later': order('decide', 'daysLater(at, hold.remindPayerDays)', 'daysLater(at, hold.remindPayerDays + 1)'),
  'one more reminder': order(
    'decide',
    "{ what: 'fallDue', at: dueAt },",
    "{ what: 'remindFinance', at: daysLater(at, hold.remindFinanceDays + 1) },\n      { what: 'fallDue', at: dueAt },",
  ),
  'a due date computed otherwise': order(
    'decide',
    'const dueAt = daysLater(at, hold.overdueDays);',
    'const dueAt = new Date(Date.parse(at) + hold.overdueDays * 86_400_000).toISOString();',
  ),
  'a rule tightened': order('decide', 'days > limit ||', 'days > 3 ||'),
  'a transition changed': order('transitions', "overPaid: 'held', overdue: 'overdue' }", "overPaid: 'partPaid', overdue: 'overdue' }"),
  'the words of a stage changed': order('standing', "held: 'Awaiting transfer'", "held: 'Waiting for the money'"),
  'the words of a timer changed': receipt('standing', 'in suspense: ${eventWords', 'waits: ${eventWords'),
  'another one awaited': receipt('standing', "name: 'owner', awaiting: 'finance'", "name: 'owner', awaiting: 'staff'"),
  'a moment that is kept': receipt('decide', "'payersAsked', due.at, { schedule }", "'payersAsked', due.at, {}"),
  'Saturday a working day': { file: 'domain/working-days.ts', from: 'weekday <= 5', to: 'weekday <= 6' },
};

const rulesOf = (root: string) => hashOf(codeReached(root, ['domain/processes.ts', 'domain/policy.ts']));

beforeAll(quiet);

test.each(Object.entries(edits))('OPS-4 an edit of rules leaves the workflow code as it is: %s', async (_what, edit) => {
  const [workflows, rules] = await withCopy([edit], (root) => [hashOf(codeReached(root)), rulesOf(root)]);
  expect(workflows).toBe(pinned());
  expect(rules).not.toBe(rulesOf(ROOT));
});

/** What edits of workflow code do: to the hash, and to each history. */
async function withWorkflowEdits(...edits: Edit[]): Promise<{ hash: string; ends: Record<string, Replayed> }> {
  return withCopy(edits, async (root) => {
    const { code } = await bundle(root);
    return { hash: hashOf(codeReached(root)), ends: await replay({ code }, recorded()) };
  });
}
const inProcess = (from: string, to: string): Edit => ({ file: 'workflows/process.ts', from, to });

test('OPS-4 one more command in the workflow code changes its hash and breaks the replay of every case', async () => {
  const { hash, ends } = await withWorkflowEdits(
    inProcess('  workflowInfo,\n}', '  upsertMemo,\n  workflowInfo,\n}'),
    inProcess('let refusedPauseMs = REFUSED_PAUSE_MS;', 'upsertMemo({ waits: true });\n    let refusedPauseMs = REFUSED_PAUSE_MS;'),
  );
  expect(hash).not.toBe(pinned());
  const cases = Object.fromEntries(
    Object.entries(ends).filter(([name]) => !Object.keys(rowKinds).some((kind) => name.includes(`/${kind}.`))),
  );
  const broken = { error: expect.stringMatching(/nondeterminism/i) };
  expect(cases).toEqual(Object.fromEntries(Object.keys(cases).map((name) => [name, broken])));
});

test('OPS-4 workflow code with the same commands that drifts is found by how a process stands at the end', async () => {
  const anHourLater = 'const shown = { ...more, dueAt: dueAt && new Date(Date.parse(dueAt) + 3_600_000).toISOString() };';
  const { hash, ends } = await withWorkflowEdits(
    inProcess('ended, show: shown } = stands;', `ended, show: { dueAt, ...more } } = stands;\n    ${anHourLater}`),
  );
  expect(hash).not.toBe(pinned());
  expect(Object.entries(ends).filter(([, end]) => end && 'error' in end)).toEqual([]);
  expect(ends).not.toEqual(recordedEnds(recorded()));
});
