import type { Worker } from '@temporalio/worker';

/** What is started and stopped again and again, one at a time. */
export function runner(make: () => Promise<{ stop(): Promise<void> }>) {
  let running: { stop(): Promise<void> } | null = null;
  return {
    start: async () => {
      running ??= await make();
    },
    stop: async () => {
      await running?.stop();
      running = null;
    },
  };
}

/** Workers that run until they are stopped together. */
export function running(...workers: Worker[]): { stop(): Promise<void> } {
  const ended = Promise.all(workers.map((worker) => worker.run()));
  return {
    stop: async () => {
      for (const worker of workers) worker.shutdown();
      await ended;
    },
  };
}
