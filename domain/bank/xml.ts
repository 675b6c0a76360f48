import { SaxesParser } from 'saxes';

/** An element with its children, read; names without their prefix. */
export interface Element {
  name: string;
  /** Line of the file on which it begins. */
  line: number;
  attributes: Record<string, string>;
  text: string;
  children: Element[];
}

/** Why a document is not read: code, what is wrong and the line. */
export class XmlRefused extends Error {
  constructor(
    readonly code: 'hostileXml' | 'brokenXml',
    detail: string,
    readonly line: number,
  ) {
    super(detail);
  }
}

const DEEPEST = 40;
const LONGEST_TEXT = 20_000;
/** Elements that are held at once: a batch of thousands, entry and all. */
const MOST_HELD = 300_000;

/**
 * Reads XML of bounded depth and size, and nothing but the document itself: a document type, and with it every entity and
 * external file, is refused where it begins. `begun` hears of each element (the root's depth is 0). Elements named in `taken`
 * are handed out when they end and are not kept. Answers the root without them. Throws `XmlRefused`.
 */
export function readXml(
  text: string,
  begun: (element: Element, namespace: string, depth: number) => void,
  taken: Record<string, (element: Element) => void>,
): Element {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: Element[] = [];
  let root: Element | null = null;
  let held = 0;
  const heldBefore: number[] = [];
  const refuse = (code: XmlRefused['code'], detail: string): never => {
    throw new XmlRefused(code, detail, parser.line);
  };
  parser.on('doctype', () => refuse('hostileXml', 'The file has a document type (DTD), which no bank statement has'));
  parser.on('error', (error) => refuse('brokenXml', error.message.replace(/^\d+:\d+: /, '').slice(0, 200)));
  parser.on('opentag', (tag) => {
    const attributes = Object.fromEntries(Object.values(tag.attributes).map((each) => [each.local, each.value]));
    const element: Element = { name: tag.local, line: parser.line, attributes, text: '', children: [] };
    if (open.length >= DEEPEST) refuse('hostileXml', `The file nests elements more than ${DEEPEST} deep, which no bank statement does`);
    const parent = open.at(-1);
    // Text beside elements is their indentation, however many they are.
    if (parent) parent.text = '';
    if (parent && !(tag.local in taken)) parent.children.push(element);
    held += 1;
    if (held > MOST_HELD) refuse('hostileXml', 'An entry has more parts than any bank statement has');
    open.push(element);
    if (tag.local in taken) heldBefore.push(held);
    root ??= element;
    begun(element, tag.uri, open.length - 1);
  });
  parser.on('text', (piece) => {
    const element = open.at(-1);
    if (!element) return;
    element.text += piece;
    if (element.text.length > LONGEST_TEXT) refuse('hostileXml', 'A text is longer than any bank writes');
  });
  parser.on('closetag', (tag) => {
    const element = open.pop()!;
    if (!(tag.local in taken)) return;
    held = heldBefore.pop()!;
    taken[tag.local]!(element);
  });
  parser.write(text).close();
  return root!;
}

/** All elements at a path below one: `Refs/EndToEndId`. */
export function allAt(element: Element, path: string): Element[] {
  return path.split('/').reduce((found, name) => found.flatMap((each) => each.children.filter((child) => child.name === name)), [element]);
}

/** The text at the first of some paths that has one, without outer spaces; empty where none has. */
export function textAt(element: Element, ...paths: string[]): string {
  for (const path of paths) {
    const found = allAt(element, path)
      .map((each) => each.text.trim())
      .find((text) => text !== '');
    if (found !== undefined) return found;
  }
  return '';
}
