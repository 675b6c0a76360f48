import { z } from 'zod';
import type { OrganisationKind } from '../../domain/access/rights';
import { inPounds, toMoney } from '../../domain/money';
import { referenceOf } from '../../domain/processes';
import { dateWords } from '../../domain/working-days';
import type { FoundRows } from '../../db/work/found.queries';
import { searchKinds, type SearchKind } from '../../db/work/search.queries';
import { money } from '../core/schemas';

/** One thing that a search found. */
export const foundItem = z.object({
  id: z.uuid(),
  kind: z.enum(searchKinds),
  title: z.string().describe('What people call it'),
  detail: z.string().describe('What tells it from others of that name'),
  reference: z.string().nullable(),
  amount: money.optional(),
  at: z.iso.datetime().optional(),
  state: z.string().optional(),
});
foundItem.register(z.globalRegistry, { id: 'FoundItem' });
type FoundItem = Omit<z.output<typeof foundItem>, 'id' | 'kind'>;

/** What people call each kind of organisation. */
const kindWords: Record<OrganisationKind, string> = { employer: 'Employer', centre: 'Centre', checker: 'Organisation that checks' };

const shown: { [Kind in SearchKind]: (found: FoundRows[Kind]) => FoundItem } = {
  order: ({ row, organisation }) => ({
    title: row.reference,
    detail: `${organisation}, purchase order ${row.purchaseOrder}`,
    reference: row.reference,
    amount: toMoney(row.duePence),
    at: row.chosenAt,
    state: row.state,
  }),
  receipt: ({ row }) => ({
    title: row.payer || row.texts.join(' ') || '(nothing)',
    detail: row.texts.join(' '),
    reference: row.order?.reference ?? referenceOf('suspense', row.id),
    amount: toMoney(row.pence),
    at: row.receivedAt,
    state: row.state,
  }),
  claim: ({ row, order }) => ({
    title: row.quoted || `Claim of ${inPounds(row.pence)}`,
    detail: `${order.organisation}, for ${order.reference}`,
    reference: order.reference,
    amount: toMoney(row.pence),
    at: row.claimedAt,
    state: row.state,
  }),
  reversal: ({ row, order }) => ({
    title: order.reference,
    detail: order.organisation,
    reference: order.reference,
    amount: toMoney(row.pence),
    at: row.stateSince,
    state: row.state,
  }),
  approval: ({ row }) => ({
    title: row.words,
    detail: row.reason,
    reference: row.approval.reference,
    ...(row.amount === null ? {} : { amount: toMoney(row.amount) }),
    at: row.since,
    state: row.state,
  }),
  statement: ({ row, account }) => ({
    title: row.fileName,
    detail: `${account}, ${dateWords(row.fromDate)} to ${dateWords(row.toDate)}`,
    reference: row.statementName,
    at: row.importedAt,
  }),
  organisation: ({ row }) => ({ title: row.name, detail: kindWords[row.kind], reference: row.number, state: row.state }),
  person: ({ row, organisation }) => ({
    title: row.fullName,
    detail: [row.email, organisation].filter(Boolean).join(', '),
    reference: null,
    state: row.state,
  }),
};

/** A thing that was found, as every kind is shown. */
export function foundBody<Kind extends SearchKind>(kind: Kind, found: FoundRows[Kind]) {
  return { id: found.row.id, kind, ...shown[kind](found) };
}
