import { reach } from '../../domain/access/permissions';
import { applicationRow, findApplication } from '../../db/applications/applications.queries';
import { decideByHand } from '../../db/people/identity-checks.commands';
import { reasoned } from '../../messages/access.schemas';
import { application, applicationBody } from '../applications/applications.representations';
import { reservedCommand } from '../core/command';
import { notFound } from '../core/problems';
import { route, type Route } from '../core/route';
import { byId } from '../core/schemas';

const accept = byHand(
  'acceptIdentity',
  'accept-identity',
  'pass',
  'Verify photo and identity of an applicant by hand: the photo holds for five years',
);
const refuse = byHand(
  'refuseIdentity',
  'refuse-identity',
  'fail',
  'Find that photo and identity of an applicant are not verified: he is told, and may try again or contest it',
);

/** A case operator's decisions about photo and identity (IDV-1, AUT-1). */
export const identityRoutes: Route[] = [accept, refuse];

function byHand(name: string, verb: string, outcome: 'pass' | 'fail', summary: string): Route {
  return route({
    name,
    method: 'post',
    path: `/v1/applications/:id/${verb}`,
    summary,
    permission: 'decideApplications',
    rules: ['IDV-1', 'AUT-1', 'AUD-1', 'IDM-1'],
    params: byId,
    body: reasoned,
    command: 'plain',
    refuses: [409],
    answers: { status: 200, description: 'The application; it hears of the decision at once', schema: application },
    handle: (call) =>
      reservedCommand(call, call.body, async (trx, asked, at) => {
        const roots = reach(call.caller, 'decideApplications');
        const row = await applicationRow(trx, call.params.id, roots);
        if (!row) throw notFound();
        await decideByHand(trx, row, outcome, asked, at);
        return { body: applicationBody((await findApplication(trx, row.id, roots, at))!) };
      }),
  });
}
