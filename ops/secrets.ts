import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Secrets that `npm start` makes up once for this checkout; production sets its own in the environment. */
export interface LocalSecrets {
  keys: string;
  referenceKey: string;
  ownerPassword: string;
  appPassword: string;
  demoPassword: string;
  smsKey: string;
  smsWebhook: string;
  hseWebhook: string;
  identityKey: string;
  identityWebhook: string;
  awardingBodyKey: string;
  gatewayKey: string;
  gatewayWebhook: string;
  printerKey: string;
  lrsKey: string;
  printerWebhook: string;
}

/** Makes a folder that nobody but its owner enters, or closes one that an earlier release left open. */
export function privateFolder(path: string): void {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o700);
}

/** Reads the file, or makes it, readable by its owner alone; what a newer release needs is added. */
export function localSecrets(file: string): LocalSecrets {
  if (existsSync(file)) chmodSync(file, 0o600);
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<LocalSecrets>) : {};
  const secret = (bytes: number) => randomBytes(bytes).toString('base64url');
  const made: LocalSecrets = {
    keys: `local-1:${randomBytes(32).toString('base64')}`,
    referenceKey: secret(24),
    ownerPassword: secret(18),
    appPassword: secret(18),
    demoPassword: secret(9),
    smsKey: secret(24),
    smsWebhook: `whsec_${randomBytes(24).toString('base64')}`,
    hseWebhook: `whsec_${randomBytes(24).toString('base64')}`,
    identityKey: secret(24),
    identityWebhook: `whsec_${randomBytes(24).toString('base64')}`,
    awardingBodyKey: secret(24),
    gatewayKey: secret(24),
    gatewayWebhook: `whsec_${randomBytes(24).toString('base64')}`,
    printerKey: secret(24),
    lrsKey: secret(24),
    printerWebhook: `whsec_${randomBytes(24).toString('base64')}`,
    ...known,
  };
  if (Object.keys(known).length === Object.keys(made).length) return made;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(made, null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return made;
}
