import type { AwardingBody, QualificationKind } from '../../domain/qualifications/awarding-body';
import type { Catalogue } from '../../domain/qualifications/document-match';
import type { Transaction } from '../core/database';
import { AwardingBodyRow, QualificationKindRow } from './qualification.model';

/** All awarding bodies and reference types with their fields, and all kinds of qualification, each by name (QUA-1). */
export async function catalogueOf(trx: Transaction): Promise<Catalogue> {
  const [bodies, kinds] = await Promise.all([AwardingBodyRow.query(trx).orderBy('name'), QualificationKindRow.query(trx).orderBy('name')]);
  return { bodies, kinds };
}

/** A kind of qualification with the body that awards it; null where there is none of that code. */
export async function findKind(trx: Transaction, code: string): Promise<{ kind: QualificationKind; body: AwardingBody } | null> {
  const kind = await QualificationKindRow.query(trx).findOne({ code });
  return kind ? { kind, body: await AwardingBodyRow.query(trx).findOne({ code: kind.body }).throwIfNotFound() } : null;
}
