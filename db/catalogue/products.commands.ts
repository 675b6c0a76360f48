import { v7 as uuid } from 'uuid';
import { versionFaults, type KnownAround, type ProposedVersion } from '../../domain/catalogue/product-faults';
import type { Instant, LocalDate } from '../../domain/working-days';
import { auditChange } from '../core/audit.commands';
import { CommitRefused, refused } from '../core/commit-refused';
import type { Transaction } from '../core/database';
import { editRow, insertOnce, insistOnVersion, lockRow } from '../core/edits';
import type { RequestedBy } from '../core/requests.commands';
import { ProductMemberRow, ProductRow, ProductUnitRow, ProductVersionRow, SuiteRow, UnitRow } from './catalogue.model';
import { productsById } from './products.queries';

/** Who asks for a change of the catalogue, when, and on which London day that is. */
export interface Asking {
  tenant: string;
  asked: RequestedBy;
  at: Instant;
  today: LocalDate;
}

/** Makes a product with its first version; answers its identifier (REG-18). Throws a refusal with every fault. */
export async function makeProduct(
  trx: Transaction,
  { code, ...version }: ProposedVersion & { code: string },
  { tenant, asked, at, today }: Asking,
): Promise<string> {
  await insistOn(trx, version, { product: null, standing: [], today });
  const id = uuid();
  if (!(await insertOnce(trx, ProductRow, { id, tenantId: tenant, code, madeAt: at, version: 1 })))
    throw refused('codeTaken', 'REG-18', `A product has the code ${code} already`, 'Choose another code, or add a version to it.', '/code');
  await insertVersion(trx, { tenant, product: id, at }, version);
  const after = { code, ...version };
  await auditChange(trx, { tenant, entity: { type: 'product', id }, event: 'made', at, before: null, after }, asked);
  return id;
}

/** Adds what a product is from a London day on; its earlier versions stand as they were (REG-18). Throws a refusal with every fault, or where it is at another version than was read. */
export async function addVersion(
  trx: Transaction,
  product: string,
  seen: number | null,
  version: ProposedVersion,
  { tenant, asked, at, today }: Asking,
): Promise<void> {
  const row = await lockRow(trx, ProductRow, product);
  insistOnVersion(row, seen);
  const versions = await ProductVersionRow.query(trx).where({ product_id: product }).select('effective_from');
  await insistOn(trx, version, { product, standing: versions.map(({ effectiveFrom }) => effectiveFrom), today });
  await insertVersion(trx, { tenant, product, at }, version);
  const change = {
    tenant,
    entity: { type: 'product', id: product },
    event: 'versionAdded',
    at,
    before: { version: row.version },
    after: version,
  };
  await editRow(trx, ProductRow, {}, change, asked);
}

async function insistOn(
  trx: Transaction,
  version: ProposedVersion,
  around: Pick<KnownAround, 'product' | 'standing' | 'today'>,
): Promise<void> {
  const [suites, units, members] = await Promise.all([
    version.suite ? SuiteRow.query(trx).findByIds([version.suite]).select('id') : [],
    UnitRow.query(trx)
      .findByIds(version.units.map(({ unit }) => unit))
      .select('id'),
    productsById(trx, version.members, version.from),
  ]);
  const idsOf = (rows: { id: string }[]) => new Set(rows.map(({ id }) => id));
  const types = new Map(members.map(({ product, type }) => [product, type]));
  const faults = versionFaults(version, { ...around, suites: idsOf(suites), units: idsOf(units), types });
  if (faults.length > 0) throw new CommitRefused(faults);
}

async function insertVersion(
  trx: Transaction,
  { tenant: tenantId, product: productId, at: madeAt }: { tenant: string; product: string; at: Instant },
  { from: effectiveFrom, suite: suiteId, units, members, ...columns }: ProposedVersion,
): Promise<void> {
  const versionId = uuid();
  await ProductVersionRow.query(trx).insert({ ...columns, id: versionId, tenantId, productId, effectiveFrom, suiteId, madeAt });
  if (units.length > 0)
    await ProductUnitRow.query(trx).insert(
      units.map(({ unit: unitId, isMandatory, group: unitGroup }, position) => ({
        ...{ versionId, unitId, tenantId, position, isMandatory, unitGroup },
      })),
    );
  if (members.length > 0)
    await ProductMemberRow.query(trx).insert(members.map((memberId, position) => ({ versionId, memberId, tenantId, position })));
}
