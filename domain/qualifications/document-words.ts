/** A text's words to be compared by: without accents, case, apostrophes, hyphens and dots within them. */
export function wordsOf(text: string): string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’‘`´.\-‐‑–]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}
