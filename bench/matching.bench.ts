import { matchReceipt, quotedReferences } from '../domain/bank/matching';
import { readStatementFile } from '../domain/bank/statement-file';
import { suggestOrders } from '../domain/bank/suggestions';
import { bankFiles } from './bank-files';
import { referenceFor } from '../platform/reference-sequence';

const OPEN = 2000;
const ACCOUNT = { sortCode: '826219', accountNumber: '12345678' };
const REFERENCES = 10_000;
const KEY = 'the key of the bench';

type Slip = (reference: string, random: () => number) => string;

const at = (text: string, random: () => number) => 3 + Math.floor(random() * (text.length - 3));
const digit = (random: () => number) => String(Math.floor(random() * 10));
const glue: Slip[] = [
  (text) => text,
  (text) => text.toLowerCase(),
  (text) => `124371${text}`,
  (text) => `${text}INVOICE 123456`,
  (text) => `PAYMENT ${text.slice(0, 3)} ${text.slice(3, 6)} ${text.slice(6)}`,
  (text) => text.replace(/0/g, 'O'),
  (text) => `BRIGHTWIRE LTD ${text} 22NOV`,
];
const slips: Record<string, Slip> = {
  'wrong digit': (text, random) => ((place) => text.slice(0, place) + digit(random) + text.slice(place + 1))(at(text, random)),
  'swapped pair': (text, random) =>
    ((place) => text.slice(0, place) + (text[place + 1] ?? '') + text[place] + text.slice(place + 2))(at(text, random)),
  'lost digit': (text, random) => ((place) => text.slice(0, place) + text.slice(place + 1))(at(text, random)),
  'added digit': (text, random) => ((place) => text.slice(0, place) + digit(random) + text.slice(place))(at(text, random)),
  'lost digit, other digits behind': (text, random) =>
    `${((place) => text.slice(0, place) + text.slice(place + 1))(at(text, random))} ${digit(random)}${digit(random)}1126`,
  'letters lost': (text) => text.slice(3),
};

/** How often the right order is found, and whether a wrong one ever is: references as people and banks write them (ADV-4). */
export function matching(): string[] {
  const random = dice();
  const open = Array.from({ length: OPEN }, (_each, place) => referenceFor(place * 3, KEY));
  const orders = open.map((reference, index) => ({ reference, due: 25_000n * BigInt(1 + (index % 4)), payerName: `Company ${index} Ltd` }));
  const known = new Set(open);
  const outcome = { sound: 0, found: 0, wrong: 0, slipped: 0, first: 0 };
  const names = Object.keys(slips);
  for (let index = 0; index < REFERENCES; index += 1) {
    const { reference, due } = orders[index % OPEN]!;
    const slip = index % 2 === 0 ? undefined : slips[names[Math.floor(index / 2) % names.length]!]!;
    const typed = glue[Math.floor(index / (2 * names.length)) % glue.length]!(slip ? slip(reference, random) : reference, random);
    const match = matchReceipt(quotedReferences([typed]), (each) => known.has(each));
    if (match.kind === 'order' && match.reference !== reference) outcome.wrong += 1;
    if (!slip) {
      outcome.sound += 1;
      if (match.kind === 'order') outcome.found += 1;
    } else if (match.kind !== 'order' && index % 5 === 1) {
      outcome.slipped += 1;
      if (suggestOrders([typed], '', due, orders)[0]?.reference === reference) outcome.first += 1;
    }
  }
  const read = throughFiles(orders, random, known);
  const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;
  return [
    `${`automatic matches to a wrong order, through files of ${Object.keys(bankFiles).length} banks and formats`.padEnd(62)} ${String(read.wrong).padStart(6)}  ${read.wrong === 0 ? '= 0 ✓' : '> 0 ✗'}`,
    `${'sound references found through those files'.padEnd(62)} ${percent(read.found, read.sound).padStart(7)}`,
    `${'automatic matches to a wrong order, of 10,000 references'.padEnd(62)} ${String(outcome.wrong).padStart(6)}  ${outcome.wrong === 0 ? '= 0 ✓' : '> 0 ✗'}`,
    `${'sound references found, whatever they are glued to'.padEnd(62)} ${percent(outcome.found, outcome.sound).padStart(7)}`,
    `${'right order suggested first for a reference with one slip'.padEnd(62)} ${percent(outcome.first, outcome.slipped).padStart(7)}  ${outcome.first >= outcome.slipped * 0.95 ? '≥ 95 % ✓' : '< 95 % ✗'}`,
  ];
}

/** The same references in a file of every bank: read as finance would upload it, then matched. */
function throughFiles(orders: { reference: string }[], random: () => number, known: Set<string>) {
  const outcome = { sound: 0, found: 0, wrong: 0 };
  const names = Object.keys(slips);
  for (const file of Object.values(bankFiles)) {
    const written = orders.slice(0, 800).map(({ reference }, index) => {
      const slip = index % 2 === 0 ? undefined : slips[names[Math.floor(index / 2) % names.length]!]!;
      return { reference, isSound: !slip, text: glue[index % glue.length]!(slip ? slip(reference, random) : reference, random) };
    });
    const content = file(written.map(({ text }) => ({ text, pounds: 250 })));
    const read = readStatementFile(Buffer.from(content), null, ACCOUNT, { maximumLines: 1000, maximumFaults: 5 });
    if ('faults' in read) throw new Error(JSON.stringify(read.faults));
    const lines = read.statements[0]!.lines;
    for (const [index, { reference, isSound }] of written.entries()) {
      const line = lines[lines[0]!.row < lines.at(-1)!.row ? index : lines.length - 1 - index]!;
      const match = matchReceipt(quotedReferences(line.texts), (each) => known.has(each));
      if (match.kind === 'order' && match.reference !== reference) outcome.wrong += 1;
      if (isSound) outcome.sound += 1;
      if (isSound && match.kind === 'order') outcome.found += 1;
    }
  }
  return outcome;
}

function dice(): () => number {
  let state = 20_261_122;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
