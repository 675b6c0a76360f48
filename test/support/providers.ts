import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveCardGateway } from '../../simulators/gateway';
import { serveIdentityProvider } from '../../simulators/identity';

/** What our adapters show the simulated providers. */
export const PROVIDER_KEY = 'a key of the tests alone';

/** The simulated providers of one system: where each listens, and where all tell what came of what was asked. */
export async function startProviders(secret: string) {
  const told = { identity: { url: '', secret }, gateway: { url: '', secret } };
  const identity = serveIdentityProvider(0, { key: PROVIDER_KEY, webhook: told.identity });
  const gateway = serveCardGateway(0, { key: PROVIDER_KEY, webhook: told.gateway });
  return {
    identity: await addressOf(identity),
    gateway: await addressOf(gateway),
    tellTo: (api: string) => {
      for (const [name, each] of Object.entries(told)) each.url = `${api}/v1/webhooks/${name}`;
    },
    stop: async () => {
      for (const server of [identity, gateway]) await new Promise((resolve) => server.close(resolve).closeAllConnections());
    },
  };
}

/** Where a server listens, once it does. */
export async function addressOf(server: Server): Promise<string> {
  if (!server.listening) await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
