import { slips } from './slips';
import { REFERENCE_PREFIX } from '../references';
import type { Pence } from '../money';

/** An open order that a receipt in suspense may belong to. */
export interface OpenOrder {
  reference: string;
  due: Pence;
  payerName: string;
}

/** A suggestion with the reason for its rank; `errors` counts the typing errors between text and reference. */
export interface Suggestion {
  reference: string;
  errors: number;
  sameAmount: boolean;
  payerNamed: boolean;
  reason: string;
}

const FARTHEST = 3;
/** Groups of digits with nothing but spaces and punctuation between. */
const RUN = /\d+(?:[^A-Z0-9]+\d+)*/g;
const MOST_GROUPS = 4;
const SHORTEST_PIECE = 4;
const LONGEST_PIECE = 10;
const END_LENGTHS = [6, 7, 8];

/** Open orders that a receipt's text may have meant, best first (ADV-4): fewest typing errors, then amount, then name. */
export function suggestOrders(texts: string[], payer: string, pence: Pence, orders: OpenOrder[], limit = 5): Suggestion[] {
  const pieces = piecesOf(texts);
  const words = `${payer} ${texts.join(' ')}`.toUpperCase();
  return orders
    .map((order) => assess(order, pieces, words, pence))
    .filter((suggestion) => suggestion.errors <= FARTHEST || suggestion.payerNamed)
    .sort((a, b) => score(a) - score(b) || a.reference.localeCompare(b.reference))
    .slice(0, limit);
}

function score(suggestion: Suggestion): number {
  return Math.min(suggestion.errors, FARTHEST + 1) * 4 - (suggestion.sameAmount ? 3 : 0) - (suggestion.payerNamed ? 2 : 0);
}

function assess(order: OpenOrder, pieces: string[], words: string, pence: Pence): Suggestion {
  const digits = order.reference.slice(REFERENCE_PREFIX.length);
  const errors = Math.min(
    FARTHEST + 1,
    ...pieces.filter((piece) => Math.abs(piece.length - digits.length) <= FARTHEST).map((piece) => slips(piece, digits)),
  );
  const sameAmount = pence === order.due;
  const payerNamed = order.payerName.length > 3 && words.includes(order.payerName.toUpperCase());
  const reasons = [
    errors <= FARTHEST
      ? errors === 0
        ? 'the digits of the reference are quoted'
        : `${errors} typing error${errors > 1 ? 's' : ''} from the reference`
      : '',
    sameAmount ? 'the amount is exact' : '',
    payerNamed ? 'the payer is named' : '',
  ];
  return { reference: order.reference, errors, sameAmount, payerNamed, reason: reasons.filter(Boolean).join('; ') };
}

/**
 * What could be a reference with slips in it: a few neighbouring groups of digits together, and the ends of a run that is too
 * long to be one; with the letters that people and banks type for digits, and without.
 */
function piecesOf(texts: string[]): string[] {
  const pieces = texts.flatMap((text) => {
    const upper = text.toUpperCase().replace(/O/g, '0');
    return [upper, upper.replace(/[IL]/g, '1')].flatMap((each) => (each.match(RUN) ?? []).flatMap(joined));
  });
  return [...new Set(pieces)].filter((piece) => piece.length >= SHORTEST_PIECE);
}

function joined(run: string): string[] {
  const groups = run.split(/\D+/).filter(Boolean);
  return groups.flatMap((group, from) => {
    const together = Array.from({ length: MOST_GROUPS }, (_each, more) => groups.slice(from, from + more + 1).join(''));
    const ends = group.length > LONGEST_PIECE ? END_LENGTHS.flatMap((length) => [group.slice(0, length), group.slice(-length)]) : [];
    return [...together.filter((piece) => piece.length <= LONGEST_PIECE), ...ends];
  });
}
