import { createHash, randomUUID } from 'node:crypto';
import type { ReadStatement } from '../../../domain/bank/statement';
import { connectDatabase, inScope } from '../../../db/core/database';
import { migrate } from '../../../db/migrate';
import { migrationSource } from '../../../db/migrations';
import { postNextLines } from '../../../db/bank/statement-posting.commands';
import { storeStatement } from '../../../db/bank/statements.commands';
import { createDatabase, ownerUrl } from '../../../ops/postgres';
import { shared } from '../../support/shared';

interface Line {
  row: number;
  pence: number;
  text: string;
  balance: number | null;
  identity: string;
}
const DAY = '2026-11-19';
const AT = '2026-11-24T09:00:00.000Z';

/** A database as the release before left it, with what it wrote, brought to today's schema. */
async function carried(files: Line[][], balances: [number, number] | null) {
  const { postgres } = shared();
  const name = `carried_${randomUUID().slice(0, 8)}`;
  await createDatabase(postgres, name);
  const url = ownerUrl(postgres, name);
  const owner = connectDatabase(url, 3);
  const names = (await migrationSource.getMigrations([])).filter((each) => each < '0019');
  await owner.migrate.latest({ migrationSource: { ...migrationSource, getMigrations: async () => names } });
  const [tenant, user, account] = [randomUUID(), randomUUID(), randomUUID()];
  await owner('tenants').insert({ id: tenant, key: 'old', name: 'Old', kind: 'card-scheme' });
  await owner('users').insert({ id: user, tenant_id: tenant, email: 'f@old.example', given_name: 'F', family_name: 'O', role: 'finance' });
  await owner('bank_accounts').insert({ id: account, tenant_id: tenant, name: 'Old', sort_code: '826219', account_number: '12345678' });
  for (const lines of files) {
    const statement = randomUUID();
    const counts = { line_count: lines.length, known_count: 0, posted_count: lines.length };
    const told = { opening_pence: balances?.[0] ?? null, closing_pence: balances?.[1] ?? null, proof: 'proved', proof_detail: '' };
    const of = { tenant_id: tenant, bank_account_id: account };
    const file = { file_name: 'old', file_hash: Buffer.from(statement), imported_at: AT, imported_by: user };
    await owner('statements').insert({ ...of, ...told, ...counts, ...file, id: statement, from_date: DAY, to_date: DAY });
    for (const { row, pence, text, balance, identity } of lines) {
      const hash = createHash('sha256').update(identity).digest();
      const line = { ...of, statement_id: statement, row, booked_on: DAY, pence, payer: '', texts: [text], quoted: [] };
      await owner('statement_lines').insert({ ...line, balance_pence: balance, identity: hash });
      if (pence < 0 || (await owner('receipts').where({ identity: hash }).first())) continue;
      const id = randomUUID();
      const at = { received_at: AT, suspense_since: AT, moved_at: AT };
      await owner('receipts').insert({ ...line, ...at, id, state: 'suspense', identity: hash });
      await owner.transaction(async (trx) => {
        await trx('journal_entries').insert({ id, tenant_id: tenant, key: `receipt/${id}`, kind: 'receipt', at: AT });
        await trx('postings').insert([
          { entry_id: id, tenant_id: tenant, account: `bank/${account}`, pence },
          { entry_id: id, tenant_id: tenant, account: 'suspense', pence: -pence },
        ]);
      });
    }
  }
  await migrate(url, null);
  return {
    owner,
    imports: (statement: ReadStatement) =>
      inScope(owner, { tenant, organisation: null }, async (trx) => {
        const file = { fileName: 'new', fileHash: Buffer.from(randomUUID()), part: 1, at: AT };
        const id = await storeStatement(trx, { tenant, bankAccount: account, user, statement, ...file });
        await postNextLines(trx, id);
        return trx('statements')
          .where({ id })
          .first('known_count', 'doubtful_count', 'receipt_count', 'ledger_pence', 'ledger_closing_pence');
      }),
    receipts: () => owner('receipts').orderBy('pence').pluck('pence'),
    bank: async () =>
      (
        await owner('postings')
          .where({ account: `bank/${account}` })
          .sum('pence')
      )[0]!['sum'],
  };
}

const read = (lines: [day: string, pence: number, text: string, id?: string][], opening: number | null): ReadStatement => ({
  form: opening === null ? 'csv' : 'camt',
  statementId: 'WEEK',
  account: null,
  opening: opening === null ? null : BigInt(opening),
  closing: opening === null ? null : BigInt(lines.reduce((total, [, pence]) => total + pence, opening)),
  lines: lines.map(([bookedOn, pence, text, id], index) => {
    const told = { row: index + 1, bookedOn, pence: BigInt(pence), texts: [text], payer: '', balance: null };
    return { ...told, entryId: id ?? null };
  }),
});
const week: [string, number, string, string][] = [
  ['2026-11-18', 900, 'BEFORE', 'E0'],
  [DAY, 4000, 'TWIN', 'E1'],
  [DAY, 4000, 'TWIN', 'E2'],
  [DAY, -500, 'FEE', 'E3'],
  ['2026-11-20', 70, 'AFTER', 'E4'],
];

test('ADV-4 OPS-4 a CSV of the release before, newest first with its balances, is known in the week’s file in another form; its money out is posted', async () => {
  const lines: Line[] = [
    { row: 2, pence: -500, text: 'FEE', balance: 8400, identity: 'content/fee' },
    { row: 3, pence: 4000, text: 'TWIN', balance: 8900, identity: 'content/twin/2' },
    { row: 4, pence: 4000, text: 'TWIN', balance: 4900, identity: 'content/twin/1' },
  ];
  const { owner, imports, receipts, bank } = await carried([lines, lines.slice(1)], [900, 8400]);
  expect(await owner('statement_lines').orderBy('position').where('verdict', 'new').pluck('row')).toEqual([4, 3, 2]);
  expect(await owner('statement_lines').where('verdict', 'known')).toHaveLength(2);
  expect(await bank()).toBe('7500');
  expect(await imports(read(week, 0))).toMatchObject({ known_count: 3, doubtful_count: 0, receipt_count: 2, ledger_pence: 8470n });
  expect(await receipts()).toEqual([70n, 900n, 4000n, 4000n]);
  await owner.destroy();
});

test('ADV-4 a camt.053 of the release before, whose IDs are gone, is known by its places', async () => {
  const lines: Line[] = week.slice(1, 4).map(([, pence, text, id], index) => {
    return { row: index + 1, pence, text, balance: null, identity: `entry/DAY/${id}` };
  });
  const { owner, imports, receipts } = await carried([lines], [900, 8400]);
  expect(await imports(read(week, 0))).toMatchObject({
    known_count: 3,
    doubtful_count: 0,
    ledger_pence: 8470n,
    ledger_closing_pence: 8470n,
  });
  expect(await receipts()).toHaveLength(4);
  await owner.destroy();
});

test('ADV-4 a file of the release before without balances is known by its texts, as it was then', async () => {
  const lines: Line[] = week.slice(1, 4).map(([, pence, text, id], index) => {
    return { row: index + 1, pence, text, balance: null, identity: `content/${text}/${id}` };
  });
  const { owner, imports, receipts } = await carried([lines], null);
  const plain = week.map(([day, pence, text]): [string, number, string] => [day, pence, text]);
  expect(await imports(read(plain, null))).toMatchObject({ known_count: 3, doubtful_count: 0, receipt_count: 2 });
  expect(await receipts()).toHaveLength(4);
  await owner.destroy();
});
