import type { Transaction } from '../core/database';

/** A consent as it stands; never given where `givenAt` is null (CNS-1). */
export interface ConsentRow {
  kind: 'marketing' | 'affinityPartner' | 'employmentBusinessChecks' | 'specialCategory';
  partner: string;
  given: boolean;
  givenAt: string | null;
  withdrawnAt: string | null;
}

/** The affinity partners of the scheme by name. */
export async function listPartners(trx: Transaction): Promise<string[]> {
  return trx('affinity_partners').orderBy('name').pluck('name');
}

/** Every consent that a person can give, with how it stands: opt-in, so none is given by itself (CNS-1). */
export async function consentsOf(trx: Transaction, person: string): Promise<ConsentRow[]> {
  const known: { kind: string; partner: string; given_at: string | null; withdrawn_at: string | null }[] = await trx('consents').where({
    user_id: person,
  });
  const all = [
    { kind: 'marketing', partner: '' },
    ...(await listPartners(trx)).map((partner) => ({ kind: 'affinityPartner', partner })),
    { kind: 'employmentBusinessChecks', partner: '' },
    { kind: 'specialCategory', partner: '' },
  ] as Pick<ConsentRow, 'kind' | 'partner'>[];
  return all.map(({ kind, partner }) => {
    const row = known.find((each) => each.kind === kind && each.partner === partner);
    return {
      kind,
      partner,
      given: Boolean(row?.given_at) && !row?.withdrawn_at,
      givenAt: row?.given_at ?? null,
      withdrawnAt: row?.withdrawn_at ?? null,
    };
  });
}
