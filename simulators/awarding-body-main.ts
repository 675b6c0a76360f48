import { serveAwardingBody } from './awarding-body';

const { AWARDING_BODY_PORT, AWARDING_BODY_KEY } = process.env;
const server = serveAwardingBody(Number(AWARDING_BODY_PORT), { key: AWARDING_BODY_KEY ?? '' });
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => server.close(() => process.exit(0)).closeAllConnections());
