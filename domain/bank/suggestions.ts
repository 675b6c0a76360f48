import { distance } from 'fastest-levenshtein';
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
  const errors = Math.min(FARTHEST + 1, ...pieces.map((piece) => distance(piece, digits)));
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

/** Runs of digits (and letters typed for digits) that could be a reference with errors in it. */
function piecesOf(texts: string[]): string[] {
  return texts.flatMap((text) => {
    const upper = text.toUpperCase().replace(/O/g, '0').replace(/[IL]/g, '1');
    const afterPrefix = [...upper.matchAll(/E?C?S\W*((?:\d[\W_]*){4,10})/g)].map((match) => match[1]!.replace(/\D/g, ''));
    return [...afterPrefix, ...(upper.match(/\d{4,10}/g) ?? [])];
  });
}
