import {
  CompositePayloadConverter,
  METADATA_ENCODING_KEY,
  UndefinedPayloadConverter,
  type Payload,
  type PayloadConverterWithEncoding,
} from '@temporalio/common';
import { decode, encode } from '@temporalio/common/lib/encoding';
import { fromJson, toJson } from './json';

/** JSON payloads that carry pence exactly. */
class PenceJsonConverter implements PayloadConverterWithEncoding {
  readonly encodingType = 'json/plain';

  toPayload(value: unknown): Payload | undefined {
    if (value === undefined) return undefined;
    return { metadata: { [METADATA_ENCODING_KEY]: encode(this.encodingType) }, data: encode(toJson(value)) };
  }

  fromPayload<Value>(payload: Payload): Value {
    return fromJson<Value>(decode(payload.data ?? new Uint8Array()));
  }
}

/** The converter of client, worker and workflow bundle alike (loaded by path). */
export const payloadConverter = new CompositePayloadConverter(new UndefinedPayloadConverter(), new PenceJsonConverter());
