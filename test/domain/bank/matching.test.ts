import fc from 'fast-check';
import { matchReceipt, quotedReferences } from '../../../domain/bank/matching';
import { slips } from '../../../domain/bank/slips';
import { suggestOrders } from '../../../domain/bank/suggestions';
import { referenceFor } from '../../../platform/reference-sequence';

const KEY = 'a key of this test';
const REF = 'ECS0944490';
const reference = fc.integer({ min: 0, max: 99_999 }).map((place) => referenceFor(place, KEY));
const word = fc.stringMatching(/^[A-DF-RT-Z]{0,8}$/);

test.each([
  ['as it is', `${REF}`],
  ['in small letters', 'ecs0944490'],
  ['after digits glued to it', '124371ECS0944490'],
  ['before a word glued to it', 'ECS0944490INVOICE'],
  ['before a word that begins with O', 'ECS0944490ORDER 7'],
  ['broken by spaces', 'E C S 09 444 90'],
  ['broken by punctuation', 'ECS-0944/490.'],
  ['with O for nought', 'ECSO94449O'],
  ['in the middle of a text', 'BRIGHTWIRE LTD ECS0944490 22NOV'],
  ['before a date in its own group', 'ECS0944490 221126'],
])('ADV-4 the reference is found %s', (_how, text) => {
  expect(quotedReferences([text])).toEqual([REF]);
});

test.each([
  ['a digit short', 'ECS094449'],
  ['with a wrong digit', 'ECS0944491'],
  ['with swapped digits', 'ECS0944940'],
  ['without its letters', '0944490'],
  ['with digits glued behind it, where its end cannot be known', 'ECS0944490124371'],
  ['cut in the middle of a group', 'ECS 0944 490124'],
  ['absent', 'RENT NOVEMBER'],
])('ADV-4 no reference is read where it is %s', (_how, text) => {
  expect(quotedReferences([text])).toEqual([]);
});

test('ADV-4 a right reference is found under any glue of letters, case and spaces', () => {
  fc.assert(
    fc.property(
      reference,
      word,
      word,
      fc.constantFrom('', ' ', '-', ' / '),
      fc.integer({ min: 3, max: 9 }),
      fc.boolean(),
      (right, before, after, gap, cut, lower) => {
        const broken = right.slice(0, cut) + gap + right.slice(cut);
        const text = `${before}${broken}${/^O/.test(after) ? ' ' : ''}${after}`;
        expect(quotedReferences([lower ? text.toLowerCase() : text])).toContain(right);
      },
    ),
    { numRuns: 500 },
  );
});

test('ADV-4 precision first: a single typing error never yields another open order’s reference', () => {
  const open = new Set(Array.from({ length: 20_000 }, (_each, place) => referenceFor(place, KEY)));
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 19_999 }),
      fc.integer({ min: 3, max: 9 }),
      fc.constantFrom(...'0123456789'),
      (place, at, digit) => {
        const right = referenceFor(place, KEY);
        const typed = right.slice(0, at) + digit + right.slice(at + 1);
        const match = matchReceipt(quotedReferences([typed]), (each) => open.has(each));
        expect(match).toEqual(typed === right ? { kind: 'order', reference: right } : { kind: 'unknown' });
      },
    ),
    { numRuns: 2000 },
  );
});

test('ADV-4 two open orders in one line, or none, is a person’s decision; a closed one beside an open one is not', () => {
  const [a, b] = [referenceFor(1, KEY), referenceFor(2, KEY)];
  const quoted = quotedReferences([`${a} AND ${b}`]);
  expect(matchReceipt(quoted, () => true)).toEqual({ kind: 'ambiguous', references: [a, b] });
  expect(matchReceipt(quoted, () => false)).toEqual({ kind: 'unknown' });
  expect(matchReceipt(quoted, (each) => each === b)).toEqual({ kind: 'order', reference: b });
});

test('ADV-4 suggestions rank the order with the fewest typing errors first, and say why', () => {
  const orders = [
    { reference: 'ECS0944490', due: 50_000n, payerName: 'Brightwire Electrical Ltd' },
    { reference: 'ECS1731645', due: 25_000n, payerName: 'Cablecraft Services Ltd' },
  ];
  const [first, ...rest] = suggestOrders(['BRIGHTWIRE ELECTRICAL LTD ECS0944480'], '', 50_000n, orders);
  expect(first).toMatchObject({ reference: 'ECS0944490', errors: 1, sameAmount: true, payerNamed: true });
  expect(first!.reason).toBe('1 typing error from the reference; the amount is exact; the payer is named');
  expect(rest).toEqual([]);
  expect(suggestOrders(['RENT'], '', 1n, orders)).toEqual([]);
});

test('ADV-4 a slip of typing counts one: a wrong, lost, surplus or swapped digit; none counts nought', () => {
  expect(['0944490', '0944590', '094490', '09444490', '0944409'].map((typed) => slips(typed, '0944490'))).toEqual([0, 1, 1, 1, 1]);
  const digits = fc.stringMatching(/^\d{0,9}$/);
  fc.assert(
    fc.property(digits, digits, (typed, meant) => {
      expect(slips(typed, meant)).toBe(slips(meant, typed));
      expect(slips(typed, meant)).toBeLessThanOrEqual(Math.max(typed.length, meant.length));
      expect(slips(typed, meant) === 0).toBe(typed === meant);
    }),
  );
});

test.each([
  ['broken by spaces, its letters lost', 'PAYMENT 094 449 0'],
  ['glued behind a time', '1243710944490'],
  ['with two digits swapped before a word', 'ECS0944940INVOICE 123456'],
  ['a digit short before a date', 'ECS 094 490 221126'],
])('ADV-4 the order is suggested first for a reference %s', (_how, text) => {
  const orders = ['ECS0944490', 'ECS0944587', 'ECS6852663', 'ECS9044475'].map((reference) => ({
    reference,
    due: 25_000n,
    payerName: 'Company',
  }));
  expect(suggestOrders([text], '', 25_000n, orders)[0]!.reference).toBe('ECS0944490');
});
