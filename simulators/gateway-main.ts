import { serveCardGateway } from './gateway';

const { GATEWAY_PORT, GATEWAY_KEY, GATEWAY_WEBHOOK_URL, GATEWAY_WEBHOOK_SECRET } = process.env;
const webhook = { url: GATEWAY_WEBHOOK_URL ?? '', secret: GATEWAY_WEBHOOK_SECRET ?? '' };
const server = serveCardGateway(Number(GATEWAY_PORT), { key: GATEWAY_KEY ?? '', webhook });
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => server.close(() => process.exit(0)).closeAllConnections());
