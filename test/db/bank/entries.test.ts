import type { ReadStatement, StatementForm } from '../../../domain/bank/statement';
import { postNextLines } from '../../../db/bank/statement-posting.commands';
import { storeStatement } from '../../../db/bank/statements.commands';
import { BankLedger } from '../../support/bank-ledger';
import { CaseLab } from '../../support/case-lab';
import { storeSystem, type StoreSystem } from '../../support/store';

let system: StoreSystem;
let ledger: BankLedger;
beforeAll(async () => void (system = await storeSystem('bank-entries')));
afterAll(() => system?.stop());
beforeEach(async () => {
  const lab = await CaseLab.make(system);
  ledger = new BankLedger(lab, lab.tenant.bankAccounts.lloyds);
});

interface Told {
  form?: StatementForm;
  opening?: bigint;
  day?: string;
}
/** A statement of lines written `pence text`, its text the bank's ID as well where it begins with "ID". */
function statementOf(lines: string[], { form = 'camt', opening, day = '2026-11-20' }: Told = {}): ReadStatement {
  const read = lines.map((line, index) => {
    const [pence, text] = line.split(' ') as [string, string];
    const entryId = text.startsWith('ID') ? text : null;
    return { row: index + 1, bookedOn: day, pence: BigInt(pence), texts: [`${form} ${text}`], payer: '', balance: null, entryId };
  });
  const closing = opening === undefined ? null : read.reduce((total, { pence }) => total + pence, opening);
  return { form, statementId: null, account: null, opening: opening ?? null, closing, from: day, to: day, lines: read };
}
const twinsOfOneReference = ['4000 ID-BATCH', '4000 ID-BATCH', '-1500 ID-OUT'];

test('ADV-4 MON-2 two entries with one bank reference are two receipts; money out leaves the bank in the journal, and the ledger is the closing balance', async () => {
  const [stored] = await ledger.imports([statementOf(twinsOfOneReference, { opening: 10_000n })]);
  expect(stored).toMatchObject({ receiptCount: 2, postedCount: 3, ledgerPence: 16_500n, ledgerClosingPence: 16_500n });
  expect(await ledger.receipts()).toEqual(['2026-11-20 4000', '2026-11-20 4000']);
  const balance = await system
    .owner('postings')
    .where({ account: `bank/${ledger.account}` })
    .sum('pence');
  expect(balance[0]!['sum']).toBe('6500');
  expect((await system.owner('postings').where({ tenant_id: ledger.lab.tenant.id }).sum('pence'))[0]!['sum']).toBe('0');
});

test('BNK-1 the ledger is told from the closing balance where a statement between is missing, until it comes', async () => {
  await ledger.imports([statementOf(['4000 A'], { opening: 0n, day: '2026-11-18' })]);
  await ledger.imports([statementOf(['100 C'], { opening: 4500n, day: '2026-11-20' })]);
  expect(await ledger.ledger()).toMatchObject({ ledger: 4100n, closing: 4600n });
  const [missing] = await ledger.imports([statementOf(['500 B'], { opening: 4000n, day: '2026-11-19' })]);
  expect(missing).toMatchObject({ ledgerPence: 4600n, ledgerClosingPence: 4600n });
});

test('BNK-1 pages of one day add up in whatever order they come: the last one’s closing balance is the account’s', async () => {
  const page = (text: string, opening: bigint) => statementOf([`40 ${text}`], { opening });
  for (const opening of [140n, 180n, 100n]) await ledger.imports([page('SAME', opening)]);
  expect(await ledger.ledger()).toMatchObject({ ledger: 220n, closing: 220n });
  expect(await ledger.receipts()).toHaveLength(3);
});

test('ADV-4 lines in doubt are asked and not posted, the sure ones are; “same” counts once, and nothing is left to say', async () => {
  await ledger.imports([statementOf(['4000 ALICE'], { form: 'csv' })]);
  const [asked] = await ledger.imports([statementOf(['4000 BOB', '70 NEW'], { form: 'mt940' })]);
  expect(asked).toMatchObject({ proof: 'overlap', doubtfulCount: 1, postedCount: 1, receiptCount: 1 });
  expect(await system.owner('processes').where({ entity_id: asked!.id }).first('stage', 'awaiting', 'ended_at')).toEqual({
    stage: 'Asked',
    awaiting: 'finance',
    ended_at: null,
  });
  expect(await ledger.says(asked!.id, 'same')).toMatchObject({ doubtfulCount: 0, knownCount: 1, postedCount: 2, receiptCount: 1 });
  expect(await ledger.receipts()).toEqual(['2026-11-20 70', '2026-11-20 4000']);
  expect(await system.owner('processes').where({ entity_id: asked!.id }).first('stage')).toEqual({ stage: 'Posted' });
  await expect(ledger.says(asked!.id, 'new')).rejects.toMatchObject({ refusals: [{ code: 'decided' }] });
});

test('ADV-4 “new money” posts the lines once, out as well as in; of two that are called the same where one is known, one is new', async () => {
  await ledger.imports([statementOf(['4000 ALICE', '-30 FEE'], { form: 'csv' })]);
  const [asked] = await ledger.imports([statementOf(['4000 BOB', '4000 CAROL', '-30 CHARGE'], { form: 'mt940' })]);
  expect(asked).toMatchObject({ doubtfulCount: 3, receiptCount: 0 });
  expect(await ledger.says(asked!.id, 'new', [3])).toMatchObject({ doubtfulCount: 2, postedCount: 1 });
  expect(await ledger.says(asked!.id, 'same')).toMatchObject({ doubtfulCount: 0, postedCount: 3, knownCount: 1, receiptCount: 1 });
  expect(await ledger.ledger()).toMatchObject({ ledger: 8000n - 60n, closing: null });
});

test('ADV-4 a person names the row that is known, and the other line is new', async () => {
  await ledger.imports([statementOf(['4000 ALICE'], { form: 'csv' })]);
  const [asked] = await ledger.imports([statementOf(['4000 BOB', '4000 CAROL'], { form: 'mt940' })]);
  await ledger.says(asked!.id, 'same', [2]);
  await ledger.says(asked!.id, 'same');
  expect((await ledger.lines(asked!.id)).map(({ verdict }) => verdict)).toEqual(['new', 'known']);
});

test('ADV-4 a known entry ID with another amount on its day is a person’s to judge', async () => {
  await ledger.imports([statementOf(['4000 ID-7'])]);
  const [asked] = await ledger.imports([statementOf(['5000 ID-7'])]);
  expect((await ledger.lines(asked!.id)).map(({ verdict, doubt }) => [verdict, doubt])).toEqual([['doubtful', 'otherAmount']]);
  expect(await ledger.receipts()).toEqual(['2026-11-20 4000']);
  await ledger.says(asked!.id, 'same');
  expect(await ledger.receipts()).toEqual(['2026-11-20 4000']);
});

test('ADV-4 what other questions have settled meanwhile is not doubled by an answer', async () => {
  const line = (form: StatementForm) => statementOf(['4000 ID-LONG-ENOUGH'], { form });
  await ledger.imports([statementOf(['4000 ALICE'], { form: 'csv' })]);
  const [first] = await ledger.imports([line('camt')]);
  const [second] = await ledger.imports([line('camt')]);
  expect([first!.doubtfulCount, second!.doubtfulCount]).toEqual([1, 1]);
  await ledger.says(first!.id, 'new');
  await ledger.says(second!.id, 'new');
  expect(await ledger.receipts()).toHaveLength(2);
});

test('ADV-4 MON-2 a receipt that is there already stops the posting as a whole: nothing of the chunk is posted', async () => {
  const [asked] = await ledger.imports([statementOf(['4000 ALICE', '4000 BOB'], { form: 'csv' })]);
  await ledger.imports([statementOf(['1 X'], { form: 'csv', day: '2026-11-21' })]);
  const { id: tenant, staff } = ledger.lab.tenant;
  const before = await ledger.receipts();
  const file = { fileName: 'f', fileHash: Buffer.from('f'), part: 1, at: '2026-11-24T09:00:00.000Z' };
  const statement = statementOf(['9000 C', '9100 D'], { form: 'csv', day: '2026-11-22' });
  const id = await ledger.lab.inScope((trx) =>
    storeStatement(trx, { tenant, bankAccount: ledger.account, user: staff.finance.id, statement, ...file }),
  );
  const [line] = await ledger.lines(id);
  await system.owner('receipts').where({ statement_id: asked!.id, row: 1 }).update({ entry: line!.entry });
  await expect(ledger.lab.inScope((trx) => postNextLines(trx, id))).rejects.toMatchObject({ code: '23505' });
  expect(await ledger.receipts()).toEqual(before);
  expect(await system.owner('statements').where({ id }).first('posted_to')).toEqual({ posted_to: 0 });
});
