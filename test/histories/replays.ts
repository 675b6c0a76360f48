import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporal } from '@temporalio/proto';
import { Worker, type InjectedSinks } from '@temporalio/worker';
import type { Stands } from '../../domain/commit';
import { dataConverter } from '../../platform/data-converter';
import { readKeyring } from '../../platform/keys';
import type { ObserverSinks } from './observer';

/** The key that recorded histories are encrypted with: of made-up orders, no secret. */
export const HISTORY_KEYS = `histories:${Buffer.alloc(32, 'countersign').toString('base64')}`;
/** Where they lie: one folder a release, never changed. */
export const HISTORIES = join(__dirname, 'recorded');

const { History } = temporal.api.history.v1;
/** A history as it was recorded, with how its process stood at its end. */
export interface Recorded {
  name: string;
  history: ReturnType<typeof History.decode>;
  stands: Stands;
}
/** What a replay came to: how the workflow stood at its end, or why it failed. */
export type Replayed = Stands | { error: string } | null;

/** All recorded histories, of every release. */
export function recorded(): Recorded[] {
  const files = readdirSync(HISTORIES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.bin'));
  return files.sort().map((file) => {
    const path = join(HISTORIES, file);
    const stands = JSON.parse(readFileSync(path.replace(/bin$/, 'json'), 'utf8')) as Stands;
    return { name: file.replace(/\.bin$/, ''), history: History.decode(readFileSync(path)), stands };
  });
}

/** Replays histories on a bundle: by name, how each stood at its end; nothing of that where the bundle holds no observer. */
export async function replay(
  workflowBundle: { code: string } | { codePath: string },
  histories: Recorded[],
): Promise<Record<string, Replayed>> {
  const ends: Record<string, Replayed> = Object.fromEntries(histories.map(({ name }) => [name, null]));
  const sinks: InjectedSinks<ObserverSinks> = {
    observer: { stands: { callDuringReplay: true, fn: ({ workflowId }, stands) => void (ends[workflowId] = stands) } },
  };
  const options = { workflowBundle, sinks, dataConverter: dataConverter(readKeyring(HISTORY_KEYS)) };
  const all = histories.map(({ name, history }) => ({ workflowId: name, history }));
  for await (const { workflowId, error } of Worker.runReplayHistories(options, all)) if (error) ends[workflowId] = { error: error.message };
  return ends;
}

/** How histories stood at their ends when they were recorded. */
export function recordedEnds(histories: Recorded[]): Record<string, Stands> {
  return Object.fromEntries(histories.map(({ name, stands }) => [name, stands]));
}
