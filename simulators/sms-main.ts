import { serveSmsProvider } from './sms';

const { SMS_PORT, SMS_KEY, SMS_WEBHOOK_URL, SMS_WEBHOOK_SECRET } = process.env;
const webhook = SMS_WEBHOOK_URL && SMS_WEBHOOK_SECRET ? { url: SMS_WEBHOOK_URL, secret: SMS_WEBHOOK_SECRET } : null;
const server = serveSmsProvider(Number(SMS_PORT), { key: SMS_KEY ?? '', webhook });
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => server.close(() => process.exit(0)).closeAllConnections());
