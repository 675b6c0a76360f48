import { condition, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';

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
