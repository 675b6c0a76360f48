import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Told } from '../../simulators/outside-service';

const KEY = 'a key of the tests alone';

/** A simulated outside service of one system: where it listens, its key, and where it tells what happened. */
export async function startProvider(serve: (port: number, options: { key: string; webhook: Told }) => Server, secret: string) {
  const webhook = { url: '', secret };
  const server = serve(0, { key: KEY, webhook });
  return {
    url: await addressOf(server),
    key: KEY,
    tellsTo: (url: string) => void (webhook.url = url),
    stop: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

/** Where a server listens, once it does. */
export async function addressOf(server: Server): Promise<string> {
  if (!server.listening) await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
