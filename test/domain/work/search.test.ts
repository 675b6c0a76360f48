import fc from 'fast-check';
import { readSearch } from '../../../domain/work/search';
import { inPounds } from '../../../domain/money';

test.each([
  ['1,000.00', 100_000n],
  ['£1000', 100_000n],
  ['1000', 100_000n],
  ['£ 12.5', 1_250n],
  ['0.05', 5n],
  ['£5', 500n],
  ['999,999,999,999.99', 99_999_999_999_999n],
  ['1,00', null],
  ['1000,000', null],
  ['-5', null],
  ['12.345', null],
  ['1000000000000', null],
  ['ECS9665275', null],
  ['', null],
])('WRK-1 "%s" is the amount %s', (typed, pence) => {
  expect(readSearch(typed).pence).toBe(pence);
});

test('WRK-1 any amount that we write is read as that amount, with its sign and commas and without', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 99_999_999_999_999n), (pence) => {
      const written = inPounds(pence);
      for (const typed of [written, written.slice(1), written.replaceAll(',', ''), ` ${written} `])
        expect(readSearch(typed).pence).toBe(pence);
    }),
  );
});

test('WRK-1 with its sign an amount is looked for as nothing else, without it as a text and a reference as well', () => {
  expect(readSearch('£47.11')).toEqual({ text: '', references: [], pence: 4_711n });
  expect(readSearch('4711')).toEqual({ text: '4711', references: ['4711', 'ECS4711'], pence: 471_100n });
  expect(readSearch('£ of all')).toMatchObject({ text: '£ of all', pence: null });
});

test('WRK-1 a reference is read in any case and spacing, and from three digits on without its prefix', () => {
  expect(readSearch(' ecs 966 5275 ').references).toEqual(['ECS 966 5275', 'ECS9665275']);
  expect(readSearch('9665275').references).toEqual(['9665275', 'ECS9665275']);
  expect(readSearch('966').references).toEqual(['966', 'ECS966']);
  expect(readSearch('96').references).toEqual(['96']);
});
