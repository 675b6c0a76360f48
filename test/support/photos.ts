import sharp from 'sharp';
import { v7 as uuid } from 'uuid';
import type { SeededTenant } from '../../db/seeds/demo';
import { inScope, type Database } from '../../db/core/database';
import { PersonRow } from '../../db/people/person.model';
import { PhotoRow } from '../../db/people/photo.model';
import { givePhoto } from '../../db/people/photos.commands';
import type { Keyring } from '../../platform/keys';

interface Store {
  database: Database;
  ring: Keyring;
}
const stores = new WeakMap<SeededTenant, Store>();
let drawn: Promise<Buffer> | null = null;

/** Where the photos of a tenant are kept: each system of tests tells of its tenants. */
export function knowPhotos(tenant: SeededTenant, store: Store): void {
  stores.set(tenant, store);
}

/** A picture as a phone makes it. */
export function picture(width = 900, height = 1150, format: 'jpeg' | 'png' = 'jpeg'): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#336699' } })
    .toFormat(format)
    .toBuffer();
}

/** Gives the person of a registration number a photo that is verified from a day until a day, of which this area's scenario has one. */
export async function verified(tenant: SeededTenant, number: string, validFrom = '2020-01-01', validTo = '2099-12-31'): Promise<void> {
  const { database, ring } = stores.get(tenant)!;
  drawn ??= picture(60, 75);
  const file = { type: 'image/jpeg', name: 'photo.jpg', content: await drawn };
  const at = `${validFrom}T10:00:00.000Z`;
  await inScope(database, { tenant: tenant.id, organisation: null }, async (trx) => {
    const { id: person } = await PersonRow.query(trx).findOne({ number }).throwIfNotFound();
    const by = { user_id: tenant.staff.caseOperator.id, session_id: null, api_key_id: null, ip: '127.0.0.1', request_id: uuid() };
    const asked = { by, body: {}, reason: null };
    const id = await givePhoto(trx, { tenant: tenant.id, organisation: null, person }, file, ring, asked, at);
    await PhotoRow.query(trx).findById(id).patch({ verifiedAt: at, validFrom, validTo });
  });
}
