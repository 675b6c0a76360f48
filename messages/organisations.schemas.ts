import { z } from 'zod';
import { checkerStates } from '../domain/organisations/checker-states';
import { identifier, line, orAsItIs } from './core.schemas';

const ipOrRange = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);

/** Body of `POST /v1/organisations` (SEC-14, CHK-7). */
export const newOrganisation = z.strictObject({
  kind: z.enum(['employer', 'centre', 'checker']),
  name: line(200),
  number: line(20).describe('JIB registration number, centre number or licence number'),
  checkerType: z.enum(['client', 'mainContractor', 'employer', 'employmentBusiness']).optional(),
});
/** Body of `POST /v1/organisations/{id}/change` (EMP-6). */
export const changedOrganisation = z.strictObject({
  name: line(200).optional(),
  number: orAsItIs(line(20)),
  headOffice: orAsItIs(identifier),
});
/** Body of `POST /v1/organisations/{id}/licence` (SEC-10, SEC-11). */
export const licence = z.strictObject({ userCap: z.int().min(1).max(1000).nullable(), registeredAddresses: z.array(ipOrRange).max(50) });
/** Body of `POST /v1/organisations/{id}/bulk-licence` (SEC-10): from which addresses it posts applications in bulk; none takes the licence away. */
export const bulkLicence = z.strictObject({ registeredAddresses: z.array(ipOrRange).max(50), reason: line(500) });
/** Body of `POST /v1/organisations/{id}/move` (CHK-7). */
export const checkerMove = z.strictObject({ to: z.enum(checkerStates).exclude(['applied']), reason: line(500) });
/** Body of `POST /v1/nodes` (EMP-6). */
export const newNode = z.strictObject({ parent: identifier, kind: z.enum(['group', 'office']), name: line(200) });
/** Body of `POST /v1/nodes/{id}/change` (EMP-6). */
export const changedNode = z.strictObject({ name: line(200).optional(), parent: orAsItIs(identifier) });
/** Body of `POST /v1/organisations/{id}/addresses`. */
export const newAddress = z.strictObject({
  label: line(100),
  lines: z.array(line(100)).min(1).max(5),
  postcode: line(10),
  node: identifier.nullable().default(null),
});
/** Body of `POST /v1/organisations/{id}/products`. */
export const productApproval = z.strictObject({ product: line(50), approved: z.boolean() });
