/** One page and where the next begins; `next` is opaque to callers. */
export interface Page<Item> {
  items: Item[];
  next: string | null;
}

/** Asks for one more than the page holds, to know whether there is a next one. */
export function page<Item>(rows: Item[], limit: number, cursorOf: (last: Item) => string[]): Page<Item> {
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? encodeCursor(cursorOf(items.at(-1)!)) : null };
}

/** The values that a cursor holds. Throws BadCursor where it is none of ours. */
export function decodeCursor(cursor: string, length: number): string[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(values) && values.length === length && values.every((value) => typeof value === 'string')) return values;
  } catch {
    throw new BadCursor();
  }
  throw new BadCursor();
}

/** A cursor that no page of ours gave. */
export class BadCursor extends Error {}

function encodeCursor(values: string[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}
