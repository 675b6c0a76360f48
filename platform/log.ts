import pino from 'pino';

/** All that a line may carry: identifiers and technical words, each declared in the register of personal data (SEC-12, docs/decisions/0021). */
export const LOG_FIELDS = [
  'request',
  'method',
  'route',
  'status',
  'ms',
  'trace',
  'tenant',
  'user',
  'session',
  'key',
  'delivery',
  'case',
  'run',
  'activity',
  'queue',
  'build',
  'trigger',
  'port',
  'level',
  'message',
  'error',
  'stack',
  'store',
  'impossible',
  'restarted',
  'refreshed',
  'broken',
] as const;

/** What every line carries. */
export const LINE_FIELDS = ['level', 'time', 'process', 'msg'] as const;

type Line = Partial<Record<(typeof LOG_FIELDS)[number], unknown>>;
type Write = { (line: Line, words: string): void; (words: string): void };

/** A logger that writes to a stream: standard output unless a test listens. */
export function logTo(stream?: pino.DestinationStream): Record<'info' | 'warn' | 'error', Write> {
  const allowed = new Set<string>(LOG_FIELDS);
  const options: pino.LoggerOptions = {
    level: process.env['LOG_LEVEL'] ?? 'info',
    base: { process: process.env['COUNTERSIGN_PROCESS'] ?? 'countersign' },
    formatters: { log: (line) => Object.fromEntries(Object.entries(line).filter(([name]) => allowed.has(name))) },
  };
  return stream ? pino(options, stream) : pino(options);
}

/** JSON lines on standard output: identifiers only, never names, addresses or texts that people typed; what is not declared is left out. */
export const log = logTo();
