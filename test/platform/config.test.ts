import { randomBytes } from 'node:crypto';
import { defaultPayloadConverter } from '@temporalio/common';
import fc from 'fast-check';
import { readConfig } from '../../platform/config';
import { EncryptionCodec } from '../../platform/data-converter';
import { canonicalJson } from '../../platform/json';
import { readKeyring, seal, unseal } from '../../platform/keys';
import { payloadConverter } from '../../platform/payload-converter';

const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const right = {
  DATABASE_URL: 'postgresql://a@b/c',
  COUNTERSIGN_KEYS: key('k1'),
  COUNTERSIGN_REFERENCE_KEY: 'x'.repeat(16),
  SMTP_URL: 'smtp://localhost:25',
  SMS_URL: 'http://localhost:1',
  SMS_KEY: 'x'.repeat(16),
  IDENTITY_URL: 'http://localhost:2',
  IDENTITY_KEY: 'x'.repeat(16),
  GATEWAY_URL: 'http://localhost:3',
  GATEWAY_KEY: 'x'.repeat(16),
  PRINTER_URL: 'http://localhost:4',
  LRS_URL: 'http://localhost:5',
  LRS_KEY: 'x'.repeat(16),
  PRINTER_KEY: 'x'.repeat(16),
};

test('OPS-4 a right environment is taken, with defaults', () => {
  expect(readConfig(right)).toMatchObject({ PORT: 3000, TEMPORAL_NAMESPACE: 'default', LOG_LEVEL: 'info' });
});

test('OPS-4 a worker is of no deployment and holds no patch back unless it is told to', () => {
  expect(readConfig(right)).toMatchObject({ WORKER_HELD_PATCHES: [] });
  expect(readConfig(right).TEMPORAL_DEPLOYMENT_NAME).toBeUndefined();
  const told = readConfig({ ...right, TEMPORAL_DEPLOYMENT_NAME: 'countersign', WORKER_HELD_PATCHES: 'a,b' });
  expect(told).toMatchObject({ TEMPORAL_DEPLOYMENT_NAME: 'countersign', WORKER_HELD_PATCHES: ['a', 'b'] });
  expect(() => readConfig({ ...right, TEMPORAL_DEPLOYMENT_NAME: 'with.dot' })).toThrow('TEMPORAL_DEPLOYMENT_NAME');
});

test('OPS-4 every fault of the environment is listed at once, by variable, and no value is printed', () => {
  const wrong = { DATABASE_URL: 'mysql://hidden', COUNTERSIGN_KEYS: 'k1:c2hvcnQ=', COUNTERSIGN_REFERENCE_KEY: 'hidden', PORT: '99999' };
  const told = (() => {
    try {
      readConfig(wrong);
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  })();
  for (const name of [
    'DATABASE_URL',
    'COUNTERSIGN_KEYS',
    'COUNTERSIGN_REFERENCE_KEY',
    'SMTP_URL: is missing',
    'SMS_URL: is missing',
    'SMS_KEY: is missing',
    'PORT',
  ])
    expect(told).toContain(name);
  expect(told).toContain('15 fault(s)');
  expect(told).not.toContain('hidden');
  expect(told).not.toContain('c2hvcnQ');
});

test('SEC-12 what is sealed opens under its key alone, whole and unchanged', () => {
  const [ring, other] = [readKeyring(key('k1')), readKeyring(key('k1'))];
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(), (plain, at) => {
      const { keyId, sealed } = seal(plain, ring);
      expect(Buffer.from(unseal(sealed, keyId, ring))).toEqual(Buffer.from(plain));
      expect(() => unseal(sealed, keyId, other)).toThrow();
      const changed = Buffer.from(sealed);
      changed[at % changed.length]! ^= 1;
      expect(() => unseal(changed, keyId, ring)).toThrow();
    }),
  );
  expect(() => unseal(seal(new Uint8Array(), ring).sealed, 'gone', ring)).toThrow('Unknown key gone');
});

test('SEC-12 keys rotate: a new first key encrypts, the old one still opens', () => {
  const old = key('old');
  const { keyId, sealed } = seal(Buffer.from('text'), readKeyring(old));
  const rotated = readKeyring(`${key('new')},${old}`);
  expect(rotated.active).toBe('new');
  expect(unseal(sealed, keyId, rotated).toString()).toBe('text');
  expect(() => readKeyring('short:YQ==')).toThrow('"short" is not id:base64 of 32 bytes');
});

test('SEC-12 the codec encrypts every object and opens it again; a bare string, which only summaries are, passes', async () => {
  const codec = new EncryptionCodec(readKeyring(key('k1')));
  const object = payloadConverter.toPayload({ pence: 25_000n, name: 'Zoë' });
  const [sealed] = await codec.encode([object]);
  expect(Buffer.from(sealed!.data!).toString('latin1')).not.toContain('25000');
  const [opened] = await codec.decode([sealed!]);
  expect(payloadConverter.fromPayload(opened!)).toEqual({ pence: 25_000n, name: 'Zoë' });
  const words = payloadConverter.toPayload('ECS0944490: finance is reminded');
  expect(await codec.encode([words])).toEqual([words]);
  expect(defaultPayloadConverter.fromPayload(words)).toBe('ECS0944490: finance is reminded');
});

test('IDM-1 equal bodies hash alike whatever the order of their members, others do not', () => {
  expect(canonicalJson({ b: [1, { d: 2n, c: null }], a: 'x' })).toBe(canonicalJson({ a: 'x', b: [1, { c: null, d: 2n }] }));
  expect(canonicalJson({ a: [1, 2] })).not.toBe(canonicalJson({ a: [2, 1] }));
  fc.assert(fc.property(fc.jsonValue(), (value) => expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))));
});
