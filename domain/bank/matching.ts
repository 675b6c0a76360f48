import { isReference, REFERENCE_PREFIX, SHORTEST_BODY } from '../references';

const SHORTEST = SHORTEST_BODY + 2;
const PREFIX_LETTERS = new RegExp([...REFERENCE_PREFIX].join('[^A-Z0-9]*'), 'g');
/** Digits, and the letter that people type for nought, in groups that spaces or punctuation break. */
const DIGIT_GROUPS = /^[^A-Z0-9]*((?:[0-9O]+[^A-Z0-9]*)+)/;

/**
 * The references with right check digits that a line's texts quote: also glued to other text, broken by spaces or
 * punctuation, in another case, with O for nought (ADV-4). Precision first: a run of digits is a reference by itself,
 * or together with all the groups that follow it, never cut in the middle of a group.
 */
export function quotedReferences(texts: string[]): string[] {
  return [...new Set(texts.flatMap((text) => inText(text.toUpperCase())))];
}

function inText(text: string): string[] {
  return [...text.matchAll(PREFIX_LETTERS)].flatMap((prefix) => {
    const rest = text.slice(prefix.index + prefix[0].length);
    const run = DIGIT_GROUPS.exec(rest)?.[1];
    if (!run) return [];
    const beforeWord = /^[^A-Z0-9]*[0-9O]+[A-NP-Z]/.test(rest);
    const groups = run.split(/[^A-Z0-9]+/).filter((group) => /\d/.test(group));
    if (groups.length === 0) return [];
    const whole = [groups[0]!, groups.join('')];
    const readings = (beforeWord ? [...whole, groups[0]!.replace(/O+$/, '')] : whole).map((digits) => digits.replace(/O/g, '0'));
    return readings
      .filter((digits) => digits.length >= SHORTEST)
      .map((digits) => REFERENCE_PREFIX + digits)
      .filter(isReference);
  });
}

/** What a receipt's quoted references mean, given the open orders among them. */
export type Match = { kind: 'order'; reference: string } | { kind: 'unknown' } | { kind: 'ambiguous'; references: string[] };

/** An automatic allocation needs exactly one valid reference of an open order; everything else is a person's decision (ADV-4). */
export function matchReceipt(quoted: string[], isOpenOrder: (reference: string) => boolean): Match {
  const open = quoted.filter(isOpenOrder);
  if (open.length === 1) return { kind: 'order', reference: open[0]! };
  return open.length === 0 ? { kind: 'unknown' } : { kind: 'ambiguous', references: open };
}
