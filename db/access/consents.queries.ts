import type { Transaction } from '../core/database';
import { AffinityPartnerRow, ConsentRow, standsUntilWithdrawn } from './consent.model';

/** A consent as it stands; never given where `givenAt` is null (CNS-1). */
export interface ConsentStanding {
  kind: ConsentRow['kind'];
  partner: string;
  given: boolean;
  givenAt: string | null;
  withdrawnAt: string | null;
}

/** The affinity partners of the scheme by name. */
export async function listPartners(trx: Transaction): Promise<string[]> {
  return (await AffinityPartnerRow.query(trx).orderBy('name')).map(({ name }) => name);
}

/** Every consent that a person can give, with how it stands: opt-in, so none is given by itself; of an opt-out, whether it is allowed still (CNS-1). */
export async function consentsOf(trx: Transaction, person: string): Promise<ConsentStanding[]> {
  const known = await ConsentRow.query(trx).where('user_id', person);
  const all = [
    { kind: 'marketing', partner: '' },
    ...(await listPartners(trx)).map((partner) => ({ kind: 'affinityPartner', partner })),
    { kind: 'employmentBusinessChecks', partner: '' },
    { kind: 'specialCategory', partner: '' },
  ] as Pick<ConsentStanding, 'kind' | 'partner'>[];
  return all.map(({ kind, partner }) => {
    const row = known.find((each) => each.kind === kind && each.partner === partner);
    return {
      kind,
      partner,
      given: row?.stands ?? standsUntilWithdrawn(kind),
      givenAt: row?.givenAt ?? null,
      withdrawnAt: row?.withdrawnAt ?? null,
    };
  });
}
