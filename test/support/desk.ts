import type { ApiClient } from './api-client';
import { sceneIn, type Scene } from './given';
import { realSystem } from './system';

/** A scene on the dev server, for tests of the API; who orders and who takes the money stand in it by name. */
export interface Desk extends Scene {
  system: Awaited<ReturnType<typeof realSystem>>;
  employer: ApiClient;
  finance: ApiClient;
  finance2: ApiClient;
}

/** Opens one for a test file, which stops its system; `key` names its tenant. Employer and finance are signed in. */
export async function openDesk(name: string, key = name): Promise<Desk> {
  const system = await realSystem(name);
  const scene = await sceneIn(system, key);
  const { employerUser: employer, finance, finance2 } = scene.as;
  await Promise.all([employer.token(), finance.token()]);
  return { ...scene, system, employer, finance, finance2 };
}
