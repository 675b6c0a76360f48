import { v7 as uuid } from 'uuid';
import { firstPolicy } from '../../domain/policy';
import { startOf } from '../../domain/processes';
import { cardOf, printerTells, type CardBody } from '../support/cards';
import { Employer, paidOutside } from '../support/employers';
import type { Recording, Way } from './record';

/** A card that is at the printer; `walk` goes on from there. */
function sentWay(walk: (card: CardBody, recording: Recording) => Promise<unknown>): Way {
  return async (recording) => {
    const { system, operator, finance, finance2, tenant } = recording;
    const employer = new Employer(recording.employer, tenant);
    const application = await employer.finalised();
    const takenOn = (await system.now()).toISOString().slice(0, 10);
    const taken = { number: `C-${application.reference}`, person: application.applicant.registrationNumber, takenOn };
    await operator.post('/v1/hse-results', { ...taken, mode: 'online', result: 'pass' });
    await paidOutside(finance, finance2, await employer.closed([application]));
    const card = await cardOf(operator, application);
    await walk(card, recording);
    return card.id;
  };
}

/** Ways through a card. */
export const cardWays = {
  'despatched-asked-purged': sentWay(async ({ id }, { system, stageIs }) => {
    for (const told of ['accepted', 'produced', 'despatched'] as const) await printerTells(system, id, told);
    await stageIs(id, 'Despatched');
    await system.sleep(60 * 86_400_000);
    await printerTells(system, id, 'purged');
  }),
  // One that came from elsewhere: five years of every other open case need not be lived through.
  'known-reminded-expired': async ({ system, tenant, stageIs }) => {
    const { person_id } = await system.owner('cards').where({ tenant_id: tenant.id }).first('person_id');
    const validTo = new Date((await system.now()).getTime() + 20 * 86_400_000).toISOString().slice(0, 10);
    const id = uuid();
    const dated = { valid_from: '2026-01-01', valid_to: validTo };
    await system.owner('cards').insert({ ...dated, id, tenant_id: tenant.id, person_id, type: 'managerial', state: 'issued' });
    const of = { owner: 'caseOperator', tenant: tenant.id, organisation: null, policyVersion: firstPolicy.version };
    await system.processes.start(startOf('card', id, of));
    await stageIs(id, 'Valid');
    await system.sleep(22 * 86_400_000);
    await stageIs(id, 'Expired');
    return id;
  },
  'refused-retried-returned-sent-again': sentWay(async ({ id }, { system, operator, stageIs }) => {
    await printerTells(system, id, 'refused');
    await stageIs(id, 'Print file refused');
    await operator.post(`/v1/cards/${id}/retry`, {});
    await printerTells(system, id, 'returned', 2);
    await stageIs(id, 'Returned undelivered');
    await operator.post(`/v1/cards/${id}/send-again`, {});
    await stageIs(id, 'Produced');
  }),
  'late-recorded-revoked-overdue': sentWay(async ({ id }, { system, operator, stageIs }) => {
    await system.sleep(10 * 86_400_000);
    await operator.post(`/v1/cards/${id}/record`, { what: 'produced', reason: 'r' });
    await operator.post(`/v1/cards/${id}/revoke`, { cause: 'lost', reason: 'r' });
    await system.sleep(90 * 86_400_000);
    await operator.post(`/v1/cards/${id}/confirm-purge`, { reason: 'r' });
    await stageIs(id, 'Revoked');
  }),
} satisfies Record<string, Way>;
