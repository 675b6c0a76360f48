import type { Got } from './api-client';
import { eventually } from './eventually';
import type { Scene } from './given';

/** A version of the calendar as the API lists it. */
export interface Version {
  version: string;
  since: string | null;
  publishedUntil: string;
  progress: { action: string; total: number; done: number; failed: number } | null;
}
/** A wait of a preview. */
export interface Waiting {
  wait: string;
  kind: string;
  entity: string;
  moves: { what: string; words: string; from: string; to: string }[];
  stays: string | null;
}
/** An outcome. */
export interface Outcome extends Omit<Waiting, 'stays'> {
  outcome: string;
  detail: string | null;
}

/** A holiday that stands in no publication yet. */
export const added = (day: string, name = 'Proclaimed holiday') => ({ what: 'add' as const, day, name });

/** An administrator proposes changes of holidays; answers the proposal. */
export async function proposed({ as }: Scene, changes: object[]): Promise<{ id: string }> {
  const answer = await as.administrator.post<{ id: string }>('/v1/calendar-proposals', { changes, reason: 'proclaimed' });
  expect([answer.status, answer.body]).toEqual([201, expect.objectContaining({ state: 'awaiting' })]);
  return answer.body;
}

/** Another administrator approves it. */
export const approve = ({ as }: Scene, { id }: { id: string }): Promise<Got<{ state: string }>> =>
  as.administrator2.post(`/v1/calendar-proposals/${id}/approve`, { reason: 'as published' });

/** Another administrator brings changes into force, and all open waits have been gone over; answers the version. */
export async function inForce(scene: Scene, changes: object[]): Promise<Version> {
  const proposal = await proposed(scene, changes);
  expect((await approve(scene, proposal)).status).toBe(200);
  return goneOver(scene);
}

/** Waits until the open waits have been gone over by the calendar in force. */
export const goneOver = ({ as }: Scene): Promise<Version> =>
  eventually(async () => {
    const [version] = (await as.administrator.get<{ items: Version[] }>('/v1/calendars')).body.items;
    expect(version!.progress!.done + version!.progress!.failed).toBe(version!.progress!.total);
    return version!;
  });

/** What a proposal would do, by entity. */
export async function preview({ as }: Scene, { id }: { id: string }, show: 'moves' | 'stays' = 'moves'): Promise<Waiting[]> {
  const { status, body } = await as.administrator.get<{ items: Waiting[] }>(`/v1/calendar-proposals/${id}/waits?show=${show}&limit=200`);
  expect(status).toBe(200);
  return body.items;
}

/** What became of the waits. */
export async function outcomes({ as }: Scene, { version }: Version): Promise<Outcome[]> {
  return (await as.administrator.get<{ items: Outcome[] }>(`/v1/calendars/${version}/moves?limit=200`)).body.items;
}
