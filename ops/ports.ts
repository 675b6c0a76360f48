import { createServer } from 'node:net';

/** A free port: the wished one, else the next free one above it. */
export async function freePort(wished: number, avoid: ReadonlySet<number> = new Set()): Promise<number> {
  for (let port = wished; port < wished + 200; port += 1) {
    if (!avoid.has(port) && (await isFree(port))) return port;
  }
  throw new Error(`No free port from ${wished} to ${wished + 199}`);
}

/** True where nobody listens on the port of 127.0.0.1. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
