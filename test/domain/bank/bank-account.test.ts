import fc from 'fast-check';
import { isIban, readAccount, type ProposedAccount } from '../../../domain/bank/bank-account';
import { knownLayouts } from '../../../domain/bank/statement-layout';

const IBAN = 'GB33BUKB20201555555555';
const proposed = (change: Partial<ProposedAccount>): ProposedAccount => ({ name: 'Current', currency: 'GBP', layout: null, ...change });
const faultsOf = (change: Partial<ProposedAccount>) => {
  const read = readAccount(proposed(change));
  return 'faults' in read ? read.faults.map(({ place, code }) => `${place} ${code}`) : [];
};

test('ADV-4 an account is read from sort code and number, or from an IBAN, which prove each other', () => {
  const read = (change: Partial<ProposedAccount>) => readAccount(proposed(change));
  const kept = { name: 'Current', holder: null, sortCode: '202015', accountNumber: '55555555', currency: 'GBP' };
  expect(read({ sortCode: '20-20-15', accountNumber: '5555 5555', layout: 'lloyds' })).toEqual({
    account: { ...kept, iban: null, layout: knownLayouts.lloyds },
  });
  expect(read({ iban: 'gb33 bukb 2020 1555 5555 55' })).toEqual({ account: { ...kept, iban: IBAN, layout: null } });
  expect(read({ iban: IBAN, sortCode: '202015', accountNumber: '55555555' })).toEqual({ account: { ...kept, iban: IBAN, layout: null } });
  expect(read({ iban: IBAN, holder: 'Scheme Ltd' })).toMatchObject({ account: { name: 'Current', holder: 'Scheme Ltd' } });
});

test('ADV-4 every fault of an account is told at once, each at its place', () => {
  expect(faultsOf({ sortCode: '12345', accountNumber: '1234567', currency: 'EUR' })).toEqual([
    '/sortCode sortCode',
    '/accountNumber accountNumber',
    '/currency currency',
  ]);
  expect(faultsOf({ iban: 'GB34BUKB20201555555555' })).toEqual(['/iban iban']);
  expect(faultsOf({ iban: 'DE89370400440532013000' })).toEqual(['/iban foreignIban']);
  expect(faultsOf({ iban: IBAN, sortCode: '202016', accountNumber: '55555555' })).toEqual(['/iban otherAccount']);
});

test('ADV-4 an IBAN with any one digit changed, or two neighbours swapped, is none', () => {
  expect(['GB33BUKB20201555555555', 'DE89370400440532013000', 'NO9386011117947'].map(isIban)).toEqual([true, true, true]);
  fc.assert(
    fc.property(fc.integer({ min: 8, max: 21 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
      const digits = [...IBAN];
      digits[at] = String((Number(digits[at]) + by) % 10);
      expect(isIban(digits.join(''))).toBe(false);
      const [one, next] = [IBAN[at]!, IBAN[at + 1] ?? IBAN[at]!];
      if (one !== next) expect(isIban(IBAN.slice(0, at) + next + one + IBAN.slice(at + 2))).toBe(false);
    }),
  );
});
