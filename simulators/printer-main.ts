import { serveCardPrinter } from './printer';

const { PRINTER_PORT, PRINTER_KEY, PRINTER_WEBHOOK_URL, PRINTER_WEBHOOK_SECRET } = process.env;
const webhook = { url: PRINTER_WEBHOOK_URL ?? '', secret: PRINTER_WEBHOOK_SECRET ?? '' };
const server = serveCardPrinter(Number(PRINTER_PORT), { key: PRINTER_KEY ?? '', webhook });
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => server.close(() => process.exit(0)).closeAllConnections());
