import { serveLearnerRecords } from './lrs';

const { LRS_PORT, LRS_KEY, LRS_WEBHOOK_URL, LRS_WEBHOOK_SECRET } = process.env;
const webhook = { url: LRS_WEBHOOK_URL ?? '', secret: LRS_WEBHOOK_SECRET ?? '' };
const server = serveLearnerRecords(Number(LRS_PORT), { key: LRS_KEY ?? '', webhook });
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => server.close(() => process.exit(0)).closeAllConnections());
