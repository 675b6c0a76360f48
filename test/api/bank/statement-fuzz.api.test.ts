import { openDesk, type Desk } from '../../support/desk';
import { damagedFiles } from '../../support/mutations';
import type { Problem } from '../../support/orders';

let { system, tenant, finance } = {} as Desk;
beforeAll(async () => void ({ system, tenant, finance } = await openDesk('statement-fuzz', 'fuzz')));
afterAll(() => system?.stop());

/** `FUZZ_HTTP=2000 npx jest statement-fuzz.api` for a long run. */
const [COUNT, SEED] = [Number(process.env['FUZZ_HTTP'] ?? 60), Number(process.env['FUZZ_SEED'] ?? 7)];

test('ADV-4 REG-9 however an uploaded file is damaged, it is taken, or refused with what is wrong and what to do', async () => {
  const outcomes: Record<string, number> = {};
  for (const { form, bytes } of damagedFiles(SEED, COUNT)) {
    const { status, body } = await finance.upload<Problem>(tenant.bankAccounts.lloyds, bytes);
    outcomes[status] = (outcomes[status] ?? 0) + 1;
    if (![201, 409, 422].includes(status)) throw new Error(`${form}: ${status} ${JSON.stringify(body)}\n${bytes.toString()}`);
    if (status === 422) expect(body.errors.every(({ detail, remedy }) => detail !== '' && remedy !== '')).toBe(true);
  }
  if (COUNT > 60) console.log(`${COUNT} damaged files: ${JSON.stringify(outcomes)}`);
  expect(Object.keys(outcomes)).toEqual(expect.arrayContaining(['201', '422']));
}, 3_600_000);
