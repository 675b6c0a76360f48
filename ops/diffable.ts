const WIDTH = 120;

/** JSON as people compare it: what fits into a line stands in one, all else a member a line. */
export function diffable(value: unknown, indent = ''): string {
  const compact = oneLine(value);
  if (indent.length + compact.length <= WIDTH || typeof value !== 'object' || value === null) return compact;
  const deeper = `${indent} `;
  if (Array.isArray(value)) return `[\n${value.map((each) => deeper + diffable(each, deeper)).join(',\n')}\n${indent}]`;
  const members = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{\n${members.map(([name, each]) => `${deeper}${JSON.stringify(name)}: ${diffable(each, deeper)}`).join(',\n')}\n${indent}}`;
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, each]) => each !== undefined);
  return members.length === 0 ? '{}' : `{ ${members.map(([name, each]) => `${JSON.stringify(name)}: ${oneLine(each)}`).join(', ')} }`;
}
