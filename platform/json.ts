/** JSON that carries pence (`bigint`) as `{"$pence":"25000"}`, for payloads and stored decisions. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? { $pence: each.toString() } : each));
}

/** Reads what `toJson` wrote. */
export function fromJson<Value>(text: string): Value {
  return JSON.parse(text, (_key, each: unknown) => (isPence(each) ? BigInt(each.$pence) : each)) as Value;
}

function isPence(value: unknown): value is { $pence: string } {
  return typeof value === 'object' && value !== null && '$pence' in value;
}

/** The members that have a value: what a change leaves out stays as it is. */
export function definedOf<Members extends object>(members: Members): { [Name in keyof Members]: Exclude<Members[Name], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}

/** JSON with sorted keys, for hashes: equal values, equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => {
    if (typeof each === 'bigint') return each.toString();
    if (typeof each !== 'object' || each === null || Array.isArray(each)) return each;
    return Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
