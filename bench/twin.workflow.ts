import { condition, defineSignal, defineUpdate, proxyActivities, setHandler, sleep } from '@temporalio/workflow';

/** The floor: an update that does nothing. */
export const nothing = defineUpdate<{ outcome: 'done' }, [unknown]>('nothing');
/** The floor's end. */
export const end = defineSignal<[unknown]>('end');

/** A process without rules, rows and mails: what an order is measured against. */
export async function emptyTwin(): Promise<void> {
  let ended = false;
  setHandler(nothing, () => ({ outcome: 'done' as const }));
  setHandler(end, () => void (ended = true));
  await condition(() => ended, '14 days');
}

const { note } = proxyActivities<{ note(id: string): Promise<void> }>({ startToCloseTimeout: '1 minute' });

/** A wait without rules: a timer, then one row. */
export async function bareTimer(at: string, id: string): Promise<void> {
  await sleep(Math.max(1, Date.parse(at) - Date.now()));
  await note(id);
}
