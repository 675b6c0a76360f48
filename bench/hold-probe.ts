import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const RESOLUTION_MS = 5;

/** Loaded before a process of ours by the bench alone (`--require`): asked by its parent, it tells the longest hold of its event loop. */
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

process.on('message', (asked) => {
  if (asked === 'begin') {
    collect();
    // What the collection itself held is no request's doing.
    setTimeout(() => {
      delay.reset();
      process.send!({ begun: true });
    }, 4 * RESOLUTION_MS);
  } else process.send!({ holdMs: Math.max(0, delay.max / 1e6 - RESOLUTION_MS) });
});
process.channel?.unref();
