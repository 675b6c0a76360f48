import fc from 'fast-check';
import type { StatementFile } from '../../../domain/bank/statement';
import { readStatementFile } from '../../../domain/bank/statement-file';
import { bankForms, type Movement } from '../../support/bank-forms';

const account = { sortCode: '826219', accountNumber: '12345678' };
const limits = { maximumLines: 1000, maximumFaults: 50 };
const read = (text: string): StatementFile => readStatementFile(Buffer.from(text), null, account, limits);

/** Days around which years and months go wrong. */
const day = fc
  .tuple(fc.constantFrom('2026-12-29', '2027-12-30', '2028-02-27', '2027-02-26', '2026-11-20'), fc.nat({ max: 5 }))
  .map(([first, days]) => new Date(Date.parse(first) + days * 86_400_000).toISOString().slice(0, 10));
const word = fc.constantFrom('BRIGHTWIRE', 'Zoë & Co', "O'Neill", 'A "B" C', 'x'.repeat(40));
const movement: fc.Arbitrary<Movement> = fc.record({
  bookedOn: day,
  pence: fc.bigInt({ min: -10_000_000n, max: 10_000_000n }).filter((pence) => pence !== 0n),
  payer: word,
  reference: fc
    .tuple(fc.constantFrom('INV', 'ECS0944490', ':20: is'), fc.nat({ max: 99_999 }))
    .map(([text, number]) => `${text} ${number}`),
  entryId: fc.constantFrom('1', 'FT26324XYZ', 'A LONGER ONE THAN 16 CHARACTERS', 'B/2'),
});
const movements = fc
  .array(movement, { minLength: 1, maxLength: 60 })
  .map((all) => all.sort((a, b) => a.bookedOn.localeCompare(b.bookedOn)));

test.each(Object.keys(bankForms))(
  'ADV-4 BNK-1 movements written as %s are read back: the same days, pence, references and balances, over new year and 29 February',
  (name) => {
    const { form, has, write } = bankForms[name]!;
    fc.assert(
      fc.property(movements, fc.bigInt({ min: -1_000_000_000n, max: 1_000_000_000n }), (written, opening) => {
        const file = read(write(written, { opening }));
        if ('faults' in file) {
          expect([name, file.faults[0]!.code]).toEqual(['no header, with balances', 'unknownLayout']);
          return;
        }
        const lines = file.statements.flatMap((statement) => statement.lines);
        expect(lines.map(({ bookedOn, pence }) => [bookedOn, pence])).toEqual(written.map(({ bookedOn, pence }) => [bookedOn, pence]));
        for (const [index, line] of lines.entries()) {
          const { reference, entryId, payer } = written[index]!;
          expect(line.texts.join(' ').replace(/\s/g, '')).toContain(reference.replace(/\s/g, '').slice(0, 16));
          expect(line.entryId).toBe(has.entryIds ? entryId : null);
          expect(line.payer).toBe(has.payers ? (name.includes('parts') ? payer.slice(0, 27) : payer) : line.payer);
        }
        const closing = written.reduce((sum, { pence }) => sum + pence, opening);
        const [first, last] = [file.statements[0]!, file.statements.at(-1)!];
        expect(first).toMatchObject({ form, account: has.accounts && form !== 'csv' ? '82621912345678' : null });
        if (has.balances)
          expect([first.opening ?? lines[0]!.balance! - lines[0]!.pence, last.closing ?? lines.at(-1)!.balance]).toEqual([
            opening,
            closing,
          ]);
      }),
      { numRuns: 20 },
    );
  },
);
