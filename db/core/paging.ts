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

/** What one value of a cursor is. */
export type CursorForm = 'id' | 'instant' | 'date' | 'name' | 'place' | 'businessId';

const forms: Record<CursorForm, RegExp> = {
  id: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  // What has no date stands at the end.
  instant: /^(infinity|[1-9]\d{3}-(0[1-9]|1[0-2])-([012]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?Z)$/,
  date: /^[1-9]\d{3}-(0[1-9]|1[0-2])-([012]\d|3[01])$/,
  name: /^[^\0\p{Surrogate}]{0,300}$/u,
  place: /^\d{1,9}$/,
  businessId: /^[a-z-]{1,40}\/[\w/-]{1,100}$/,
};

/** The values that a cursor holds, each of its form. Throws BadCursor where it is none of ours. */
export function decodeCursor(cursor: string, ...wanted: CursorForm[]): string[] {
  const values = jsonOf(Buffer.from(cursor, 'base64url').toString());
  const isOurs =
    Array.isArray(values) &&
    values.length === wanted.length &&
    values.every((value, index) => typeof value === 'string' && forms[wanted[index]!].test(value) && isDay(wanted[index]!, value));
  if (!isOurs) throw new BadCursor();
  return values as string[];
}

/** 30 February is written like a day. */
function isDay(form: CursorForm, value: string): boolean {
  if (!['instant', 'date'].includes(form) || value === 'infinity') return true;
  const read = new Date(value);
  return !Number.isNaN(read.getTime()) && read.toISOString().slice(0, 10) === value.slice(0, 10);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A cursor that no page of ours gave. */
export class BadCursor extends Error {}

function encodeCursor(values: string[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}
