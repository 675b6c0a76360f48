import pino from 'pino';

/** JSON lines on standard output: identifiers only, never names, addresses or texts that people typed. */
export const log = pino({
  level: process.env['LOG_LEVEL'] ?? 'info',
  base: { process: process.env['COUNTERSIGN_PROCESS'] ?? 'countersign' },
});
