/** One field of a message: its tag, the line of the file on which it begins, and its lines without the tag. */
export interface Field {
  tag: string;
  row: number;
  lines: string[];
}

/** The fields of one message, in their order. */
export type Message = Field[];

const TAG = /^:(\d\d[A-Z]?|NS):(.*)$/;
const BALANCE = /^[CD]\d{6}/;
const END = /^-\s*(\}.*)?$/;

/**
 * The messages of a file. What envelopes them (block headers, SOH, `:940:`, a bank's own lines before `:20:`) is left out. A line
 * that looks like a tag opens a field only where that tag may follow: within a text it may be what the payer wrote.
 */
export function messagesOf(text: string): Message[] {
  const messages: Message[] = [];
  const lines = text.replace(/[\u0001-\u0003]/g, '').split(/\r\n|\n|\r/);
  let open: Message | null = null;
  for (const [index, line] of lines.entries()) {
    if (END.test(line)) open = null;
    const content: string = open ? line : withoutBlocks(line).trim();
    const [, tag, rest] = TAG.exec(content) ?? [];
    if (tag !== undefined && opens(tag, rest!, open, lines[index + 1] ?? '')) {
      if (!open || tag === '20') messages.push((open = []));
      open.push({ tag, row: index + 1, lines: [rest!] });
    } else if (open && content.trim() !== '') open.at(-1)!.lines.push(content);
  }
  return messages;
}

/** A line outside of a message without `{1:…}{2:…}{4:`, or what ends one. */
function withoutBlocks(line: string): string {
  const body = line.indexOf('{4:');
  return body >= 0 ? line.slice(body + 3) : line;
}

function opens(tag: string, rest: string, open: Message | null, next: string): boolean {
  const within = open?.at(-1)!.tag;
  if (within !== '61' && within !== '86') return true;
  if (tag === '20') return !rest.startsWith(' ') && /^:2[15]P?:(?! )/.test(next);
  if (tag === '61') return !/^ +\D/.test(rest);
  if (tag === '86') return true;
  return (tag.startsWith('62') || (/^6[45]$/.test(tag) && open!.some((field) => field.tag.startsWith('62')))) && BALANCE.test(rest);
}
