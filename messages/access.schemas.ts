import { z } from 'zod';
import { staffRoles } from '../domain/access/permissions';
import { date, identifier, line, orAsItIs } from './core.schemas';

/** E.164, as a person's phone shows it: spaces and hyphens are taken out. */
export const mobile = z
  .string()
  .meta({ examples: ['+447700900123'] })
  .transform((text) => text.replace(/[\s()-]/g, '').replace(/^0(?=7\d{9}$)/, '+44'))
  .pipe(z.string().regex(/^\+[1-9]\d{7,14}$/, 'must be a mobile number with its country code, like +447700900123'))
  .describe('A mobile number with its country code');
export const email = z
  .string()
  .trim()
  .max(254)
  .pipe(z.email())
  .meta({ format: 'email', examples: ['ann.other@volt.example'] });

const person = { givenName: line(100), familyName: line(100), email, mobile };
const rights = z.array(z.string().max(60)).max(80);

/** Body of `POST /v1/users` (SEC-14): all mandatory. */
export const newUser = z.strictObject({
  ...person,
  organisation: identifier.optional().describe('Staff name the organisation; users of one leave it out'),
  node: identifier.optional().describe('For an employer: the company, group or office at which the rights are given'),
  rights: rights.default([]).describe('One at least; a company’s first user gets all rights at company level, whatever is named'),
});
/** Body of `POST /v1/staff` (SEC-8). */
export const newStaff = z.strictObject({ ...person, role: z.enum(staffRoles), trainingUntil: date.optional() });
/** Body of `POST /v1/users/{id}/change`. */
export const changedUser = z.strictObject({ givenName: line(100).optional(), familyName: line(100).optional(), mobile: orAsItIs(mobile) });
/** Body of `POST /v1/account/change`: another mobile number wants the password again (SEC-1). */
export const changedAccount = changedUser.extend({
  password: z.string().max(200).optional().describe('Your password, where the mobile number is to be another one'),
});
/** Body of `POST /v1/users/{id}/rights` (SEC-6, SEC-7): all that the user shall have there. */
export const givenRights = z.strictObject({ node: identifier.nullable(), rights });
/** Body of `POST /v1/users/{id}/training` (SEC-8). */
export const training = z.strictObject({ until: date.nullable() });
/** Body of what only needs a reason. */
export const reasoned = z.strictObject({ reason: line(500) }).meta({ id: 'Reason' });
/** Body of what needs nothing. */
export const nothing = z.strictObject({});
/** Body of `POST /v1/access-requests` (SEC-4). */
export const accessAsked = z.strictObject({ scheme: line(50), centre: line(20), ...person });
/** Body of `POST /v1/access-requests/{id}/approve`. */
export const accessApproved = z.strictObject({ rights: rights.min(1) });
