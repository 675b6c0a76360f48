import { z } from 'zod';
import type { AwardingBody, QualificationKind } from '../../domain/qualifications/awarding-body';
import { inScope } from '../../db/core/database';
import { catalogueOf } from '../../db/qualifications/awarding-bodies.queries';
import { route, type Route } from '../core/route';

/** An awarding body or reference type, with the fields of its entries and the kinds that it awards (QUA-1). */
const awardingBody = z.object({
  code: z.string(),
  name: z.string(),
  isLookedUp: z.boolean().describe('The details are checked with it; else a case operator decides'),
  fields: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      hint: z.string(),
      as: z.enum(['date', 'text']),
      pattern: z.string().nullable().describe('Of the whole text, without regard to case'),
    }),
  ),
  kinds: z.array(z.object({ code: z.string(), name: z.string() })),
});
awardingBody.register(z.globalRegistry, { id: 'AwardingBody' });

const bodies = route({
  name: 'listAwardingBodies',
  method: 'get',
  path: '/v1/awarding-bodies',
  summary: 'Awarding bodies and reference types, each with the fields of its entries and the kinds of qualification that it awards',
  permission: 'viewApplications',
  rules: ['QUA-1'],
  answers: { status: 200, description: 'By name', schema: z.object({ items: z.array(awardingBody) }) },
  handle: ({ deps, caller }) =>
    inScope(deps.database, caller, async (trx) => {
      const catalogue = await catalogueOf(trx);
      return { body: { items: catalogue.bodies.map((each) => awardingBodyBody(each, catalogue.kinds)) } };
    }),
});

/** All operations on awarding bodies. */
export const awardingBodyRoutes: Route[] = [bodies];

/** An awarding body. */
function awardingBodyBody({ code, name, isLookedUp, fields }: AwardingBody, kinds: readonly QualificationKind[]) {
  return {
    ...{ code, name, isLookedUp },
    fields: fields.map(({ name: field, label, hint, as, pattern }) => ({ name: field, label, hint, as, pattern: pattern ?? null })),
    kinds: kinds.filter(({ body }) => body === code).map((kind) => ({ code: kind.code, name: kind.name })),
  };
}
