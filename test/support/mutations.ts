import { dice } from '../../ops/dice';
import { bankForms, type Movement } from './bank-forms';

const CONTROLS = [
  '\0',
  '\u0001',
  '\u0003',
  '\r',
  '\n',
  '\t',
  '"',
  "'",
  ',',
  ';',
  ':',
  '<',
  '>',
  '&',
  '{',
  '}',
  '-',
  '?',
  '/',
  '\u00ff',
  '\ufeff',
];
const WORDS = [
  ':20:',
  ':25:',
  ':61:',
  ':86:',
  ':62F:C',
  '-}',
  '{4:',
  '<Ntry>',
  '</Stmt>',
  '<!DOCTYPE',
  '&x;',
  'GBP',
  'EUR',
  '9999',
  '0001',
  '-1',
  '1e9',
  ',,,,,',
];

/** Files that a bank's file becomes when it is damaged: bytes flipped, cut out, repeated, swapped and put in, by a seed. */
export function* damagedFiles(seed: number, count: number): Generator<{ form: string; bytes: Buffer }> {
  const roll = dice(seed);
  const below = (limit: number) => Math.floor(roll() * limit);
  const names = Object.keys(bankForms);
  const whole = names.map((name) => Buffer.from(bankForms[name]!.write(movements(below), { opening: BigInt(below(1_000_000)) })));
  for (let index = 0; index < count; index += 1) {
    const at = index % names.length;
    let bytes: Buffer = whole[at]!;
    for (let damages = 1 + below(4); damages > 0; damages -= 1) bytes = damaged(bytes, below);
    yield { form: names[at]!, bytes };
  }
}

function movements(below: (limit: number) => number): Movement[] {
  return Array.from({ length: 8 }, (_each, index) => ({
    bookedOn: `2026-12-${28 + Math.floor(index / 2)}`,
    pence: BigInt(below(20_000) - 9_000) || 1n,
    payer: `PAYER ${below(100)}`,
    reference: `ECS09444${below(100)}`,
    entryId: `E${below(3)}`,
  }));
}

function damaged(bytes: Buffer, below: (limit: number) => number): Buffer {
  const from = below(bytes.length + 1);
  const to = Math.min(bytes.length, from + 1 + below(below(4) === 0 ? bytes.length : 20));
  const [before, piece, after] = [bytes.subarray(0, from), bytes.subarray(from, to), bytes.subarray(to)];
  const put = (text: string) => Buffer.concat([before, Buffer.from(text), bytes.subarray(from)]);
  return [
    () => Buffer.concat([before, Buffer.from(piece.map((byte) => byte ^ (1 << below(8)))), after]),
    () => Buffer.concat([before, after]),
    () => Buffer.concat([before, piece, piece, after]),
    () => Buffer.concat([before, Buffer.from(piece).reverse(), after]),
    () => before,
    () => Buffer.concat([after, piece, before]),
    () => put(CONTROLS[below(CONTROLS.length)]!.repeat(1 + below(3))),
    () => put(WORDS[below(WORDS.length)]!),
  ][below(8)]!();
}
