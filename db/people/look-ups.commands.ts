import { v7 as uuid } from 'uuid';
import { outcomeOf, type LookUpOutcome } from '../../domain/people/look-up';
import type { Instant, LocalDate } from '../../domain/working-days';
import { isKeyedHash, keyedHash } from '../../platform/keyed-hash';
import type { Keyring } from '../../platform/keys';
import { prepared, type Transaction } from '../core/database';
import { PersonLookUpRow } from './employment.model';

/** By what a person is looked for: all of it has to match in full (EMP-1, EMP-2). */
export interface LookUpKeys {
  birthDate: LocalDate;
  familyName?: string | undefined;
  cardNumber?: string | undefined;
  hseNumber?: string | undefined;
}
/** Who looks. */
interface LookedUpBy {
  tenant: string;
  organisation: string;
  user: string;
}
/** What a look-up answers; whatever it found, of the same form. */
export interface LookUp {
  id: string;
  outcome: LookUpOutcome;
  /** Of the only one who matches. */
  name: string | null;
  expiresAt: Instant;
}

const HOUR_MS = 3_600_000;
const COUNT = `
  insert into lookup_counts as c (organisation_id, tenant_id, since, count) values ($1, $2, $3, 1)
  on conflict (organisation_id) do update set
    count = case when c.since <= excluded.since - interval '1 hour' then 1 else c.count + 1 end,
    since = case when c.since <= excluded.since - interval '1 hour' then excluded.since else c.since end
  returning since, count`;
const LOOK_UP = 'select * from look_up_persons($1, $2, $3, $4)';

/**
 * Counts a look-up of an organisation, for all API processes under its row's lock (EMP-2). Answers null, or where its hour has had
 * `most` the instant from which another one may: then the transaction is to be given up.
 */
export async function countLookUp(
  trx: Transaction,
  { tenant, organisation }: Pick<LookedUpBy, 'tenant' | 'organisation'>,
  most: number,
  at: Instant,
): Promise<Instant | null> {
  const [row] = await prepared<{ since: Instant; count: number }>(trx, 'count-look-up', COUNT, [organisation, tenant, at]);
  return row!.count <= most ? null : new Date(Date.parse(row!.since) + HOUR_MS).toISOString();
}

/** Looks for a person, and keeps who did, when, by which keys (as keyed hashes) and what came of it (EMP-1, EMP-2). */
export async function lookUpPerson(
  trx: Transaction,
  by: LookedUpBy,
  keys: LookUpKeys,
  { ring, minutes }: { ring: Keyring; minutes: number },
  at: Instant,
): Promise<LookUp> {
  const { birthDate, familyName = null, cardNumber = null, hseNumber = null } = keys;
  const found = await prepared<{ id: string; title: string | null; given_name: string; family_name: string }>(
    trx,
    'look-up-persons',
    LOOK_UP,
    [birthDate, familyName, cardNumber, hseNumber],
  );
  const outcome = outcomeOf(found.length);
  const only = outcome === 'one' ? found[0]! : null;
  const id = uuid();
  const expiresAt = new Date(Date.parse(at) + minutes * 60_000).toISOString();
  await PersonLookUpRow.query(trx).insert({
    id,
    tenantId: by.tenant,
    organisationId: by.organisation,
    userId: by.user,
    at,
    expiresAt,
    keys: hashesOf(ring, keys),
    outcome,
    personId: only?.id ?? null,
  });
  const name = only && [only.title, only.given_name, only.family_name].filter(Boolean).join(' ');
  return { id, outcome, name, expiresAt };
}

/** True where a person has the birth date, and if it was a key the last name, of a look-up. */
export function isWhoWasLookedUp(ring: Keyring, row: PersonLookUpRow, person: { birthDate: LocalDate; familyName: string }): boolean {
  const typed = { birthDate: person.birthDate, familyName: person.familyName };
  return (Object.keys(typed) as (keyof typeof typed)[]).every((name) => {
    const known = row.keys[name];
    return known === undefined || isKeyedHash(ring, purposeOf(name), comparable(typed[name]), known);
  });
}

function hashesOf(ring: Keyring, keys: LookUpKeys): Record<string, string> {
  return Object.fromEntries(
    Object.entries(keys).flatMap(([name, typed]) =>
      typed === undefined ? [] : [[name, keyedHash(ring, purposeOf(name), comparable(typed as string))]],
    ),
  );
}

const purposeOf = (name: string) => `look-up/${name}`;

function comparable(typed: string): string {
  return typed
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}
