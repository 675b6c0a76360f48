import { z } from 'zod';
import { productTypes } from '../../domain/catalogue/product';
import { sessionInWords } from '../../domain/catalogue/session';
import type { BatchDetails, FoundBatch } from '../../db/registration/batch-searches.queries';
import type { AddressRow } from '../../db/organisations/organisation.model';
import { identifier } from '../../messages/core.schemas';

/** A product as lists name it. */
export const productName = z.object({ id: z.uuid(), code: z.string(), name: z.string(), type: z.enum(productTypes) });
productName.register(z.globalRegistry, { id: 'ProductName' });
/** A batch as lists name it. */
export const batchName = z.object({ id: z.uuid(), number: z.string() });
batchName.register(z.globalRegistry, { id: 'BatchName' });
/** By what staff narrow a search to one centre. */
export const ofCentre = { organisation: identifier.optional().describe('A centre, for staff') };
/** What a search for a product is given. */
export const productText = z.string().trim().min(1).max(100).optional().describe('A whole product code, or any part of a product’s name');
/** A whole number of a batch or a learner. */
export const numberText = (what: string) => z.string().trim().min(1).max(20).optional().describe(`The whole number of ${what}`);
/** A beginning of a name. */
export const beginning = (what: string) =>
  z.string().trim().min(1).max(100).optional().describe(`The beginning of the ${what}; accents, capitals and hyphens make no difference`);
/** A session by the year in which it begins. */
export const sessionYear = z.coerce.number().int().min(2000).max(2100).optional().describe('The year in which the session begins (REG-2)');

const address = z.object({ id: z.uuid(), label: z.string(), lines: z.array(z.string()), postcode: z.string() });
address.register(z.globalRegistry, { id: 'CentreAddress' });
const shape = {
  id: z.uuid(),
  number: z.string(),
  centre: z.object({ id: z.uuid(), name: z.string() }),
  product: productName,
  session: z.int(),
  sessionInWords: z.string(),
  bundle: batchName.nullable().describe('The batch of the apprenticeship or bundle that it is a part of'),
  learners: z.int().describe('Those that count towards its limit'),
  registeredAt: z.iso.datetime(),
};
/** A batch as it is listed (REG-13). */
export const foundBatch = z.object(shape);
foundBatch.register(z.globalRegistry, { id: 'FoundBatch' });

const paperwork = z.object({
  group: z.uuid(),
  registration: z.uuid(),
  purchaseOrder: z.string().nullable(),
  registeredAt: z.iso.datetime().nullable(),
  undoneAt: z.iso.datetime().nullable(),
  document: z.uuid().nullable(),
  state: z.enum(['asked', 'made', 'failed']).nullable().describe('How the PDF stands'),
  file: z.string().nullable().describe('Where the PDF is downloaded, once it is made'),
});
paperwork.register(z.globalRegistry, { id: 'BatchPaperwork' });
const arrival = z.object({ at: z.iso.datetime(), learners: z.int(), from: batchName, purchaseOrder: z.string().nullable() });
arrival.register(z.globalRegistry, { id: 'BatchArrival' });
/** A batch in full. */
export const batchDetails = z.object({
  ...shape,
  room: z.int().describe('So many learners can still be added (REG-3)'),
  window: z.string().nullable().describe('The name of its assessment window, where that was asked (REG-11)'),
  mode: z.string().nullable().describe('How it is assessed, where that was asked'),
  contactName: z.string(),
  contactEmail: z.string(),
  learnerAddress: address.nullable(),
  certificateAddress: address.nullable(),
  paperwork: z.array(paperwork).describe('What was registered together, the first one first, each with its PDF (REG-10)'),
  arrivals: z
    .array(arrival)
    .describe(
      'Learners who were transferred or topped up or down into it together, the first 200: their paperwork is that of where they were',
    ),
  members: z.array(foundBatch).describe('Of an apprenticeship or a bundle: a batch of each qualification (REG-11)'),
});
batchDetails.register(z.globalRegistry, { id: 'BatchReports' });

/** A product, as lists name it. */
export function productBody({ product }: Pick<FoundBatch, 'product'>) {
  return { id: product.product, code: product.code, name: product.name, type: product.type };
}

/** A batch in a list. */
export function batchBody({ batch, product, centre, bundle }: FoundBatch) {
  const { id, number, session, learnerCount: learners, registeredAt } = batch;
  return {
    ...{ id, number, centre: { id: centre.id, name: centre.name }, product: productBody({ product }) },
    ...{
      session,
      sessionInWords: sessionInWords(session),
      bundle: bundle && { id: bundle.id, number: bundle.number },
      learners,
      registeredAt,
    },
  };
}

/** A batch in full; `most` learners have room in it (REG-3). */
export function batchDetailsBody(
  { learnerAddress, certificateAddress, parts, arrivals, members, window, ...found }: BatchDetails,
  most: number,
) {
  const { mode, contactName, contactEmail, learnerCount } = found.batch;
  return {
    ...batchBody(found),
    ...{ room: Math.max(0, most - learnerCount), window: window?.name ?? null, mode, contactName, contactEmail },
    ...{ learnerAddress: addressBody(learnerAddress), certificateAddress: addressBody(certificateAddress) },
    paperwork: parts.map(({ group, document }) => ({
      ...{ group: group.id, registration: group.registrationId, purchaseOrder: group.purchaseOrder },
      ...{ registeredAt: group.registeredAt, undoneAt: group.undoneAt, document: document?.id ?? null, state: document?.state ?? null },
      file: document?.state === 'made' ? `/v1/paperwork/${document.id}/file` : null,
    })),
    ...{ arrivals, members: members.map(batchBody) },
  };
}

function addressBody(row: AddressRow | null) {
  return row && { id: row.id, label: row.label, lines: row.lines, postcode: row.postcode };
}
