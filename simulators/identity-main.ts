import { serveIdentityProvider } from './identity';

const { IDENTITY_PORT, IDENTITY_KEY, IDENTITY_WEBHOOK_URL, IDENTITY_WEBHOOK_SECRET } = process.env;
const webhook = { url: IDENTITY_WEBHOOK_URL ?? '', secret: IDENTITY_WEBHOOK_SECRET ?? '' };
const server = serveIdentityProvider(Number(IDENTITY_PORT), { key: IDENTITY_KEY ?? '', webhook });
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => server.close(() => process.exit(0)).closeAllConnections());
