import { daysLater } from '../../domain/working-days';
import { Employer, paidOutside, type ApplicationBody } from '../support/employers';
import type { Recording, Way } from './record';

/** An application that is finalised, ordered and paid; `walk` goes on from there. */
function paidWay(
  form: object | undefined,
  stage: string,
  walk: (application: ApplicationBody, recording: Recording) => Promise<unknown>,
): Way {
  return async (recording) => {
    const employer = new Employer(recording.employer, recording.tenant);
    const application = await employer.finalised(undefined, form);
    await paidOutside(recording.finance, recording.finance2, await employer.closed([application]));
    await recording.stageIs(application.id, stage);
    await walk(application, recording);
    return application.id;
  };
}

const result = ({ operator }: Recording, { applicant }: ApplicationBody, number: string, outcome: 'pass' | 'fail', takenOn: string) =>
  operator.post('/v1/hse-results', { number, person: applicant.registrationNumber, takenOn, mode: 'online', result: outcome });
const today = async ({ system }: Recording) => (await system.now()).toISOString().slice(0, 10);
const BOTH = {
  ...{ phone: '01603 496000', email: 'office@brightwire.example', hseChoice: 'laterAtCentre' },
  ...{ occupation: 'electricalManager', grade: null, moreOccupations: [] },
};

/** Ways through an application. */
export const applicationWays = {
  'unfinalised-finalised-abandoned': async (recording) => {
    const { employer: as, stageIs } = recording;
    const employer = new Employer(as, recording.tenant);
    const { id } = await employer.finalised();
    await as.post(`/v1/applications/${id}/unfinalise`, {});
    await employer.filledIn({ id }, { ...BOTH, phone: null });
    await stageIs(id, 'Being completed');
    await as.post(`/v1/applications/${id}/abandon`, { reason: 'r' });
    await stageIs(id, 'Abandoned');
    return id;
  },
  'held-failed-passed': paidWay(undefined, 'On hold', async (application, recording) => {
    await result(recording, application, `F-${application.reference}`, 'fail', await today(recording));
    await recording.system.sleep(15 * 86_400_000);
    await result(recording, application, `P-${application.reference}`, 'pass', await today(recording));
    await recording.stageIs(application.id, 'Being produced');
  }),
  'held-extended-lapsed': paidWay(undefined, 'On hold', async ({ id }, { system, operator, stageIs }) => {
    const paidAt: string = (await system.owner('processes').where({ entity_id: id }).first('state')).state.paidAt;
    await system.sleepUntil(daysLater(paidAt, 85));
    await operator.post(`/v1/applications/${id}/extend`, { days: 5, reason: 'r' });
    await system.sleepUntil(daysLater(paidAt, 186));
    await stageIs(id, 'Lapsed');
  }),
  'held-twice-rejected': paidWay(BOTH, 'On hold', async (application, { operator, stageIs }) => {
    await operator.post(`/v1/applications/${application.id}/reject`, { reason: 'r' });
    await stageIs(application.id, 'Rejected');
  }),
  'endorsed-asked-for-more-approved': paidWay({ ...BOTH, grade: 'qualifiedSupervisor' }, 'On hold', async (application, recording) => {
    const { employer, operator, stageIs } = recording;
    await employer.post(`/v1/applications/${application.id}/endorse`, {});
    await operator.post(`/v1/applications/${application.id}/ask-more`, { text: 't' });
    await employer.post(`/v1/applications/${application.id}/give-more`, { text: 't' });
    await operator.post(`/v1/applications/${application.id}/approve`, { reason: 'r' });
    await result(recording, application, `E-${application.reference}`, 'pass', await today(recording));
    await stageIs(application.id, 'Being produced');
  }),
  'not-endorsed-waived': paidWay({ ...BOTH, grade: 'qualifiedSupervisor' }, 'On hold', async ({ id }, { employer, operator, stageIs }) => {
    await employer.post(`/v1/applications/${id}/refuse-endorsement`, { reason: 'r' });
    await operator.post(`/v1/applications/${id}/waive-endorsement`, { reason: 'r' });
    await operator.post(`/v1/applications/${id}/reject`, { reason: 'r' });
    await stageIs(id, 'Rejected');
  }),
} satisfies Record<string, Way>;

/** Ways through an exemption. */
export const exemptionWays = {
  accepted: async ({ employer: as, operator, tenant, stageIs }) => {
    const employer = new Employer(as, tenant);
    const { id } = await employer.exemption(await employer.started());
    await operator.post(`/v1/exemptions/${id}/accept`, { reason: 'r' });
    await stageIs(id, 'Accepted');
    return id;
  },
  'late-refused': async ({ employer: as, operator, tenant, system, stageIs }) => {
    const employer = new Employer(as, tenant);
    const { id } = await employer.exemption(await employer.started());
    await system.sleep(15 * 86_400_000);
    await operator.post(`/v1/exemptions/${id}/refuse`, { reason: 'r' });
    await stageIs(id, 'Refused');
    return id;
  },
} satisfies Record<string, Way>;
