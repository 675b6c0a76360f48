import { z } from 'zod';
import { v7 as uuid } from 'uuid';
import { reach } from '../../domain/access/permissions';
import { nameIn, referenceOf, startOf } from '../../domain/processes';
import { applicationRow } from '../../db/applications/applications.queries';
import { findExemption, listExemptions, type ExemptionDetails } from '../../db/assessments/exemptions.queries';
import { reasoned } from '../../messages/access.schemas';
import { newExemption } from '../../messages/assessments.schemas';
import { identifier } from '../../messages/core.schemas';
import { decisionRoute } from '../core/deciding';
import { notFound } from '../core/problems';
import { processCommand } from '../core/process-command';
import { listRoute, showRoute } from '../core/reading';
import { route, type Call, type Route } from '../core/route';

const exemption = z.object({
  id: z.uuid(),
  reference: z.string(),
  application: z.uuid(),
  applicant: z.object({ registrationNumber: z.string(), name: z.string() }),
  evidence: z.uuid().describe('A file about the application'),
  state: z.enum(['asked', 'accepted', 'refused']),
  since: z.iso.datetime(),
  askedAt: z.iso.datetime(),
  version: z.int(),
});
exemption.register(z.globalRegistry, { id: 'Exemption' });

const ask = route({
  name: 'requestExemption',
  method: 'post',
  path: '/v1/exemptions',
  summary: 'Ask that an applicant be exempted from the assessment, with a file about the application as evidence; a case operator decides',
  permission: 'fillInApplications',
  rules: ['HSE-1', 'HSE-5', 'IDM-1', 'WHY-3'],
  body: newExemption,
  command: 'process',
  refuses: [404],
  answers: { status: 201, description: 'The exemption, asked for', schema: exemption },
  handle: (call: Call<unknown, unknown, z.infer<typeof newExemption>>) => {
    const { caller, body } = call;
    const { tenant, policyVersion } = caller;
    const roots = reach(caller, 'fillInApplications');
    const id = uuid();
    return processCommand(call, {
      kind: 'exemption',
      command: 'ask',
      opens: true,
      prepare: async (trx) => {
        const row = await applicationRow(trx, body.application, roots);
        if (!row) throw notFound();
        return { start: startOf('exemption', id, { owner: 'caseOperator', tenant, organisation: row.organisationId, ...policyVersion }) };
      },
      body: () => body,
      answer: async (trx, { start }) => {
        const made = nameIn(start.businessId);
        return {
          status: 201,
          headers: { Location: `/v1/exemptions/${made}` },
          body: exemptionBody((await findExemption(trx, made, roots))!),
        };
      },
    });
  },
});

const list = listRoute({
  name: 'listExemptions',
  path: '/v1/exemptions',
  summary: 'Exemptions from the assessment, newest first; by state, or of one application',
  permission: 'viewApplications',
  rules: ['HSE-5', 'SEC-7'],
  of: exemption,
  answer: 'A page of exemptions',
  filter: { state: exemption.shape.state.optional(), application: identifier.optional() },
  list: (trx, query, caller) => listExemptions(trx, { ...query, roots: reach(caller, 'viewApplications') }),
  as: exemptionBody,
});

const show = showRoute({
  name: 'showExemption',
  path: '/v1/exemptions/:id',
  summary: 'One exemption: whether it is decided, and how',
  permission: 'viewApplications',
  rules: ['HSE-5'],
  of: exemption,
  answer: 'The exemption',
  find: (trx, id, caller) => findExemption(trx, id, reach(caller, 'viewApplications')),
  as: exemptionBody,
});

const accept = decisionRoute({
  name: 'acceptExemption',
  path: '/v1/exemptions/:id/accept',
  summary: 'Accept an exemption: the applicant needs no assessment, and what waits for one goes on at once',
  permission: 'decideApplications',
  rules: ['HSE-1', 'HSE-5'],
  kind: 'exemption',
  command: 'accept',
  body: reasoned,
  of: exemption,
  answer: 'The exemption, accepted',
  find: (trx, id, caller) => findExemption(trx, id, reach(caller, 'decideApplications')),
  tell: () => ({}),
  as: exemptionBody,
});

const refusing = decisionRoute({
  name: 'refuseExemption',
  path: '/v1/exemptions/:id/refuse',
  summary: 'Refuse an exemption, with the reason: the assessment has to be met otherwise',
  permission: 'decideApplications',
  rules: ['HSE-5'],
  kind: 'exemption',
  command: 'refuse',
  body: reasoned,
  of: exemption,
  answer: 'The exemption, refused',
  find: (trx, id, caller) => findExemption(trx, id, reach(caller, 'decideApplications')),
  tell: () => ({}),
  as: exemptionBody,
});

/** Exemptions from the assessment (HSE-1, HSE-5). */
export const exemptionRoutes: Route[] = [ask, list, show, accept, refusing];

function exemptionBody({ exemption: row, person }: ExemptionDetails) {
  const { id, applicationId: application, evidenceId: evidence, state, stateSince: since, askedAt, version } = row;
  const applicant = { registrationNumber: person.number, name: person.fullName };
  return { id, reference: referenceOf('exemption', id), application, applicant, evidence, state, since, askedAt, version };
}
