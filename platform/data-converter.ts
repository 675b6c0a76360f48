import { METADATA_ENCODING_KEY, type DataConverter, type Payload, type PayloadCodec, type SerializationContext } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { seal, unseal, type Keyring } from './keys';

const ENCODING = Buffer.from('binary/encrypted');
const KEY_ID = 'encryption-key-id';
/** Which process a payload is of, by its business ID: sealed with it, so that nobody passes it off as another's. */
const PROCESS = 'process';
const PayloadMessage = temporal.api.common.v1.Payload;

/**
 * AES-256-GCM over every payload (SEC-12), the key's ID in its metadata. A bare JSON string passes as it is: by our
 * convention only summaries and details of the Temporal UI are bare strings, and they hold identifiers only
 * (docs/decisions/0004).
 */
export class EncryptionCodec implements PayloadCodec {
  constructor(private readonly ring: Keyring) {}

  async encode(payloads: Payload[], context?: SerializationContext): Promise<Payload[]> {
    return payloads.map((payload) => {
      if (isBareString(payload)) return payload;
      const metadata = { ...payload.metadata, ...(context?.workflowId ? { [PROCESS]: Buffer.from(context.workflowId) } : {}) };
      const { keyId, sealed } = seal(PayloadMessage.encode({ ...payload, metadata }).finish(), this.ring);
      return { metadata: { [METADATA_ENCODING_KEY]: ENCODING, [KEY_ID]: Buffer.from(keyId) }, data: sealed };
    });
  }

  async decode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => {
      const metadata = payload.metadata ?? {};
      if (!Buffer.from(metadata[METADATA_ENCODING_KEY] ?? '').equals(ENCODING)) return payload;
      return PayloadMessage.decode(unseal(payload.data!, Buffer.from(metadata[KEY_ID]!).toString(), this.ring));
    });
  }
}

/** The business ID of the process that an opened payload is of; null where it was sealed before payloads knew theirs. */
export function processOf({ metadata }: Payload): string | null {
  const process = metadata?.[PROCESS];
  return process ? Buffer.from(process).toString() : null;
}

/** What client and worker use alike; the bundler takes the two paths as well. */
export function dataConverter(ring: Keyring): DataConverter {
  return {
    payloadConverterPath: converterPaths.payloadConverterPath,
    failureConverterPath: converterPaths.failureConverterPath,
    payloadCodecs: [new EncryptionCodec(ring)],
  };
}

/** Where the workflow bundle finds the converters. */
export const converterPaths = {
  payloadConverterPath: require.resolve('./payload-converter'),
  failureConverterPath: require.resolve('./failure-converter'),
};

function isBareString(payload: Payload): boolean {
  return payload.data?.[0] === 0x22 && Buffer.from(payload.metadata?.[METADATA_ENCODING_KEY] ?? '').toString() === 'json/plain';
}
