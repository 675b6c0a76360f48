import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder of the checkout. */
export const ROOT = process.env['COUNTERSIGN_ROOT'] ?? process.cwd();
/** What outlives a checkout: downloaded and built tools, by version. */
export const CACHE = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'countersign');
/** Where the running system keeps its data. */
export const DATA = process.env['COUNTERSIGN_DATA'] ?? join(ROOT, '.data');
