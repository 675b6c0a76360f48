/**
 * Order references of the form `ECS0944490` (ADV-2): a body from a keyed permutation of a sequence, so that neighbours
 * do not look alike and the count is not told, and two check digits by ISO 7064 MOD 97-10, which find every single
 * wrong digit and every swapped pair. Five digits of body to start with; longer when used up.
 */
export const REFERENCE_PREFIX = 'ECS';
export const SHORTEST_BODY = 5;

/** The two digits that make `body` congruent to 1 modulo 97 (ISO 7064 MOD 97-10). */
export function checkDigits(body: string): string {
  return String(98n - ((BigInt(body) * 100n) % 97n)).padStart(2, '0');
}

/** True where the digits after the prefix are right by ISO 7064 MOD 97-10 and of a length in use. */
export function isReference(text: string): boolean {
  const digits = new RegExp(`^${REFERENCE_PREFIX}(\\d{${SHORTEST_BODY + 2},12})$`).exec(text)?.[1];
  return digits !== undefined && checkDigits(digits.slice(0, -2)) === digits.slice(-2);
}
