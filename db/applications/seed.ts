import type { Knex } from 'knex';
import { v7 as uuid } from 'uuid';

/** The kinds of qualification that an electrician's grades accept, one of them (QUA-1). */
const ELECTRICAL = ['nvq3Electrotechnical', 'eal3Electrotechnical', 'svq3Electrical', 'jibGrading'];
/** What occupations and grades need, from when (APP-9): seeded; a scheme changes them as data. */
const OCCUPATIONS = [
  { occupation: 'electricalLabourer', grade: '', name: 'Electrical Labourer', needs: ['hse'] },
  { occupation: 'electrician', grade: 'electrician', name: 'Electrician', needs: ['hse', 'qualification'], qualifications: ELECTRICAL },
  {
    occupation: 'electrician',
    grade: 'approvedElectrician',
    name: 'Approved Electrician',
    needs: ['hse', 'qualification'],
    qualifications: ELECTRICAL,
  },
  { occupation: 'electrician', grade: 'technician', name: 'Technician', needs: ['hse', 'qualification'], qualifications: ELECTRICAL },
  {
    occupation: 'electrician',
    grade: 'qualifiedSupervisor',
    name: 'Qualified Supervisor',
    needs: ['hse', 'qualification', 'endorsement'],
    qualifications: ELECTRICAL,
  },
  { occupation: 'electricalManager', grade: '', name: 'Electrical Manager', needs: ['hse', 'experience'] },
  {
    occupation: 'electricalManager',
    grade: 'qualifiedSupervisor',
    name: 'Electrical Manager and Qualified Supervisor',
    needs: ['hse', 'experience', 'endorsement'],
  },
  { occupation: 'apprenticeElectrician', grade: '', name: 'Apprentice Electrician', needs: ['hse'] },
];

/** Makes the occupations of a tenant that has none yet. */
export async function seedOccupations(trx: Knex, tenant: string): Promise<void> {
  if (await trx('occupation_grades').where({ tenant_id: tenant }).first('id')) return;
  await trx('occupation_grades').insert(OCCUPATIONS.map((each) => ({ ...each, id: uuid(), tenant_id: tenant, valid_from: '2020-01-01' })));
}
