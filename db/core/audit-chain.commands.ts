import { createHmac } from 'node:crypto';
import type { Keyring } from '../../platform/keys';
import { inScope, type Database, type Transaction } from './database';

const AT_ONCE = 1000;
const START = Buffer.alloc(32);

interface Unlinked {
  seq: bigint;
  txid: string;
  text: string;
}
interface Linked {
  position: bigint;
  audit_seq: bigint;
  key_id: string;
  hash: Buffer;
  text: string | null;
}
/** What looking through a chain has shown. */
export interface ChainProof {
  links: number;
  /** The newest link's hash in hexadecimal: keep it elsewhere, and nobody can write the whole chain anew. */
  head: string;
  /** Where the chain first does not hold, and why; null where it is whole. */
  broken: { position: number; why: 'changed' | 'removed' } | null;
}

/**
 * Links the rows of a tenant's trail that have no link yet, in the order in which their transactions ended (AUD-1). One at a time a
 * tenant, by a lock; answers how many.
 */
export async function linkAudit(database: Database, tenant: string, ring: Keyring): Promise<number> {
  for (let total = 0; ;) {
    const linked = await inScope(database, { tenant, organisation: null }, (trx) => linkSome(trx, tenant, ring));
    total += linked;
    if (linked < AT_ONCE) return total;
  }
}

/** Goes through a tenant's whole chain: each row must be there and be what its link says (AUD-1). Rows without a link yet are not looked at. */
export async function verifyAudit(database: Database, tenant: string, ring: Keyring): Promise<ChainProof> {
  let before: Buffer = START;
  let position = 0n;
  for (;;) {
    const links = await inScope(database, { tenant, organisation: null }, (trx) => linksAfter(trx, position));
    for (const link of links) {
      const isNext = link.position === position + 1n;
      if (!isNext || link.text === null)
        return { links: Number(position), head: before.toString('hex'), broken: { position: Number(position) + 1, why: 'removed' } };
      if (!hashOf(ring, link.key_id, before, link.text).equals(link.hash))
        return { links: Number(position), head: before.toString('hex'), broken: { position: Number(link.position), why: 'changed' } };
      before = link.hash;
      position = link.position;
    }
    if (links.length < AT_ONCE) return { links: Number(position), head: before.toString('hex'), broken: null };
  }
}

async function linkSome(trx: Transaction, tenant: string, ring: Keyring): Promise<number> {
  await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`audit/${tenant}`]);
  const last = await trx('audit_links').orderBy('position', 'desc').first('position', 'hash', 'txid', 'audit_seq');
  // A transaction that still runs may hold a row that belongs before others: only what ended before every running one is linked.
  const { rows } = await trx.raw(
    `select a.seq, a.txid::text as txid, audit_text(a) as text from audit a
     where (a.txid, a.seq) > (?::xid8, ?) and a.txid < pg_snapshot_xmin(pg_current_snapshot()) order by a.txid, a.seq limit ?`,
    [String(last?.txid ?? '0'), String(last?.audit_seq ?? 0), AT_ONCE],
  );
  let before: Buffer = last?.hash ?? START;
  let position = BigInt(last?.position ?? 0);
  const links = (rows as Unlinked[]).map(({ seq, txid, text }) => {
    before = hashOf(ring, ring.active, before, text);
    position += 1n;
    return { tenant_id: tenant, position: position.toString(), audit_seq: seq.toString(), txid, key_id: ring.active, hash: before };
  });
  if (links.length > 0) await trx('audit_links').insert(links);
  return links.length;
}

async function linksAfter(trx: Transaction, position: bigint): Promise<Linked[]> {
  const { rows } = await trx.raw(
    `select l.position, l.audit_seq, l.key_id, l.hash, case when a.seq is not null then audit_text(a) end as text
     from audit_links l left join audit a on a.seq = l.audit_seq where l.position > ? order by l.position limit ?`,
    [position.toString(), AT_ONCE],
  );
  return rows as Linked[];
}

function hashOf(ring: Keyring, keyId: string, before: Buffer, text: string): Buffer {
  const key = ring.keys.get(keyId);
  if (!key) throw new Error(`Unknown key ${keyId}`);
  return createHmac('sha256', createHmac('sha256', key).update('audit').digest()).update(before).update(text).digest();
}
