import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument, type Example } from '../api/openapi';
import { diffable } from './diffable';
import { ROOT } from './paths';

/** One answer a line, in the order of names; tests take them (UPDATE_EXAMPLES=1) and hold them against the contract. */
export const EXAMPLES_FILE = join(ROOT, 'docs', 'examples.ndjson');

/** The contract with its examples, as it is committed. */
export function contractText(): string {
  return `${diffable(openApiDocument(readExamples()))}\n`;
}

/** The committed examples. */
export function readExamples(): Example[] {
  if (!existsSync(EXAMPLES_FILE)) return [];
  const lines = readFileSync(EXAMPLES_FILE, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Example);
}
