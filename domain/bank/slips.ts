/**
 * How many slips of typing lie between two short texts: a wrong, a missing or a surplus sign, or two neighbours swapped, each
 * counts one (optimal string alignment). Swapped digits are what people type most, and two for Levenshtein.
 */
export function slips(typed: string, meant: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: meant.length + 1 }, (_each, column) => column);
  for (let row = 1; row <= typed.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= meant.length; column += 1) {
      const same = typed[row - 1] === meant[column - 1];
      let fewest = Math.min(last[column]! + 1, now[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && typed[row - 1] === meant[column - 2] && typed[row - 2] === meant[column - 1];
      if (swapped) fewest = Math.min(fewest, beforeLast[column - 2]! + 1);
      now.push(fewest);
    }
    beforeLast = last;
    last = now;
  }
  return last[meant.length]!;
}
