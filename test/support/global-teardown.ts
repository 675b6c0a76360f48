import { rmSync } from 'node:fs';
import type { Service } from '../../ops/service';
import { shared } from './shared';

/** Ends what the setup began and takes its folder away. */
export default async function globalTeardown(): Promise<void> {
  for (const service of (globalThis as { services?: Service[] }).services ?? []) await service.stop();
  rmSync(shared().folder, { recursive: true, force: true });
}
