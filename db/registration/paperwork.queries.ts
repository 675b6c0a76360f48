import type { ProductVersion } from '../../domain/catalogue/product';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { AddressRow, OrganisationRow } from '../organisations/organisation.model';
import { DocumentRow } from '../work/document.model';
import { BatchRow, LearnerRow } from './batch.model';
import { withNames } from './batch-searches.queries';
import { RegistrationGroupRow } from './registration.model';

/** What the paperwork of learners registered together says (REG-10). */
export interface Paperwork {
  batch: BatchRow;
  product: ProductVersion;
  centre: OrganisationRow;
  purchaseOrder: string | null;
  registeredAt: Instant;
  learnerAddress: AddressRow | null;
  certificateAddress: AddressRow | null;
  /** Of an apprenticeship or a bundle one for each of its qualifications (REG-11). */
  batches: { batch: BatchRow; product: ProductVersion; learners: LearnerRow[] }[];
}

/** What the paperwork of a registered group says, as of when it was registered. Throws NotFoundError where there is none such. */
export async function paperworkOf(trx: Transaction, id: string): Promise<Paperwork> {
  const { batchId, purchaseOrder, registeredAt } = await RegistrationGroupRow.query(trx)
    .findById(id)
    .whereNotNull('registered_at')
    .throwIfNotFound();
  const own = await BatchRow.query(trx).findById(batchId!).throwIfNotFound();
  const learners = await LearnerRow.query(trx).where({ group_id: id }).orderBy(['sorted_by', 'id']);
  const others = await BatchRow.query(trx).where({ bundle_batch_id: own.id }).orderBy('id');
  const [first, ...members] = await withNames(trx, [own, ...others], registeredAt!);
  const addresses = await AddressRow.query(trx).findByIds([own.learnerAddressId, own.certificateAddressId].flatMap((each) => each ?? []));
  const addressOf = (address: string | null) => addresses.find((each) => each.id === address) ?? null;
  const { batch, product, centre } = first!;
  return {
    ...{ batch, product, centre, purchaseOrder, registeredAt: registeredAt! },
    learnerAddress: addressOf(own.learnerAddressId),
    certificateAddress: addressOf(own.certificateAddressId),
    batches: (members.length > 0 ? members : [first!]).map((each) => ({
      ...{ batch: each.batch, product: each.product },
      learners: learners.filter((learner) => learner.batchId === each.batch.id),
    })),
  };
}

/** The document of some learners' paperwork with the batch that it is of, or undefined. */
export async function findPaperwork(trx: Transaction, id: string): Promise<{ document: DocumentRow; batch: BatchRow } | undefined> {
  const document = await DocumentRow.query(trx).findOne({ id, kind: 'registration' });
  if (!document) return undefined;
  const { batchId } = await RegistrationGroupRow.query(trx).findById(document.aboutId).throwIfNotFound();
  return { document, batch: await BatchRow.query(trx).findById(batchId!).throwIfNotFound() };
}
