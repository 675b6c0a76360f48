import { createSocket, type Socket } from 'node:dgram';
import { createServer } from 'node:net';

/** The ports that this process has reserved, until it ends. */
const reserved = new Map<number, Socket>();

/**
 * A free port, the wished one or the next free one above it, reserved for this process as long as it lives: another that looks for
 * one at the same instant gets another, though nobody listens yet. The reservation is the UDP port of the same number.
 */
export async function freePort(wished: number, avoid: ReadonlySet<number> = new Set()): Promise<number> {
  for (let port = wished; port < wished + 1000; port += 1) {
    if (avoid.has(port) || !(await reserve(port))) continue;
    if (await isFree(port)) return port;
    release(port);
  }
  throw new Error(`No free port from ${wished} to ${wished + 999}`);
}

/** True where nobody listens on the port of 127.0.0.1. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

function reserve(port: number): Promise<boolean> {
  if (reserved.has(port)) return Promise.resolve(true);
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(false));
    socket.bind({ port, address: '127.0.0.1', exclusive: true }, () => {
      reserved.set(port, socket.unref());
      resolve(true);
    });
  });
}

function release(port: number): void {
  reserved.get(port)?.close();
  reserved.delete(port);
}
