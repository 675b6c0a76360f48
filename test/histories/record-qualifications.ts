import { Employer } from '../support/employers';
import { GRADING } from '../support/qualifications';
import type { Recording, Way } from './record';

const HOUR = 3_600_000;
const EAL = {
  kind: 'eal3Electrotechnical',
  fields: { learnerNumber: '1234567', certificateNumber: 'E123456789', awardedOn: '2019-07-12' },
};

async function entered({ employer: as, tenant }: Recording, entry: object): Promise<string> {
  const application = await new Employer(as, tenant).started();
  return (await as.post<{ id: string }>(`/v1/applications/${application.id}/qualifications`, entry)).body.id;
}

/** Ways through a qualification. */
export const qualificationWays = {
  'to-decide-late-accepted': async (recording) => {
    const id = await entered(recording, GRADING);
    await recording.stageIs(id, 'Awaiting a decision');
    await recording.system.sleep(12 * 24 * HOUR);
    const accepted = { kind: 'jibGrading', validFrom: '2018-03-05', validTo: null, reason: 'r' };
    await recording.operator.post(`/v1/qualifications/${id}/accept`, accepted);
    await recording.stageIs(id, 'Accepted');
    return id;
  },
  'unknown-to-the-body-refused': async (recording) => {
    const id = await entered(recording, EAL);
    await recording.stageIs(id, 'Awaiting a decision');
    await recording.operator.post(`/v1/qualifications/${id}/refuse`, { reason: 'r' });
    await recording.stageIs(id, 'Refused');
    return id;
  },
} satisfies Record<string, Way>;
