import { z } from 'zod';
import { readKeyring, type Keyring } from './keys';

const port = (fallback: number) => z.coerce.number().int().min(1).max(65535).default(fallback);

const environment = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  COUNTERSIGN_KEYS: z.string().transform((text, context): Keyring => {
    try {
      return readKeyring(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
      return z.NEVER;
    }
  }),
  COUNTERSIGN_REFERENCE_KEY: z.string().min(16, 'must be at least 16 characters; it never changes, or references repeat'),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }),
  MAIL_FROM: z.email().default('back-office@countersign.example'),
  MAIL_BOUNCES: z.email().optional(),
  MAIL_PER_SECOND: z.coerce.number().int().min(1).max(1000).default(50),
  DKIM_SELECTOR: z
    .string()
    .regex(/^[\w.-]{1,63}$/)
    .optional(),
  DKIM_KEY_FILE: z.string().min(1).optional(),
  SMS_URL: z.url(),
  WEBHOOK_SECRETS: z
    .string()
    .default('')
    .transform(
      (text) =>
        new Map(
          text
            .split(',')
            .filter(Boolean)
            .map((part) => [part.slice(0, part.indexOf(':')), part.slice(part.indexOf(':') + 1)]),
        ),
    ),
  SMS_KEY: z.string().min(16, 'must be at least 16 characters'),
  IDENTITY_URL: z.url(),
  IDENTITY_KEY: z.string().min(16, 'must be at least 16 characters'),
  AWARDING_BODY_URL: z.url().optional(),
  AWARDING_BODY_KEY: z.string().min(16, 'must be at least 16 characters').optional(),
  GATEWAY_URL: z.url(),
  GATEWAY_KEY: z.string().min(16, 'must be at least 16 characters'),
  LRS_URL: z.url(),
  LRS_KEY: z.string().min(16, 'must be at least 16 characters'),
  PRINTER_URL: z.url(),
  PRINTER_KEY: z.string().min(16, 'must be at least 16 characters'),
  PUBLIC_URL: z.url().default('http://127.0.0.1:3000'),
  CONSOLE_URL: z.url().default('http://127.0.0.1:3001'),
  RATE_PER_ADDRESS: z.coerce.number().int().min(1).default(3000),
  RATE_PER_USER: z.coerce.number().int().min(1).default(1200),
  RATE_PER_TENANT: z.coerce.number().int().min(1).default(12_000),
  RATE_SIGN_INS: z.coerce.number().int().min(1).default(60),
  METRICS_PORT: z.coerce.number().int().min(1).max(65535).optional(),
  TRUSTED_PROXIES: z.string().min(1).default('loopback'),
  TEMPORAL_UI_URL: z.url().default('http://127.0.0.1:8233'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_DEPLOYMENT_NAME: z
    .string()
    .regex(/^[\w-]{1,100}$/)
    .optional(),
  WORKER_HELD_PATCHES: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter(Boolean)),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port(3000),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

/** Everything that a process of Countersign is told by its environment. */
export type Config = z.output<typeof environment>;

/** Reads the environment. Throws one error that lists every fault by variable; values are never printed. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const read = environment.safeParse(env);
  if (read.success) return read.data;
  const faults = read.error.issues.map(
    (issue) => `  ${issue.path.join('.')}: ${env[String(issue.path[0])] === undefined ? 'is missing' : issue.message}`,
  );
  throw new Error(`The configuration has ${faults.length} fault(s):\n${faults.join('\n')}\nSee docs/running.md for what each means.`);
}
