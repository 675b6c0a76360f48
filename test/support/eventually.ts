import { setTimeout as pause } from 'node:timers/promises';

/** Repeats a look until it no longer throws; its last error where it still does after a time that a loaded machine needs too. */
export async function eventually<Result>(look: () => Promise<Result>, withinMs = 30_000): Promise<Result> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(50);
    }
  }
}
