import type { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import type { AwardingBody, EntryField, QualificationKind } from '../../domain/qualifications/awarding-body';

const AWARDED: EntryField = {
  name: 'awardedOn',
  label: 'Date of award',
  hint: 'As it stands on the certificate.',
  as: 'date',
  isAwarded: true,
};

/** Awarding bodies and reference types, each with fields of its own: seeded; a scheme changes them as data (QUA-1). */
const BODIES: AwardingBody[] = [
  {
    code: 'cityAndGuilds',
    name: 'City & Guilds',
    isLookedUp: true,
    fields: [
      {
        name: 'enrolmentNumber',
        label: 'Enrolment number',
        hint: 'Three letters and four digits, like ABC1234.',
        as: 'text',
        pattern: '[A-Z]{3}\\d{4}',
      },
      {
        name: 'certificateNumber',
        label: 'Certificate number',
        hint: 'Eight digits, like 41234567.',
        as: 'text',
        pattern: '\\d{8}',
        isNumber: true,
      },
      AWARDED,
    ],
  },
  {
    code: 'eal',
    name: 'EAL',
    isLookedUp: true,
    fields: [
      { name: 'learnerNumber', label: 'EAL learner number', hint: 'Seven digits, like 1234567.', as: 'text', pattern: '\\d{7}' },
      {
        name: 'certificateNumber',
        label: 'Certificate number',
        hint: 'E and nine digits, like E123456789.',
        as: 'text',
        pattern: 'E\\d{9}',
        isNumber: true,
      },
      AWARDED,
    ],
  },
  {
    code: 'sqa',
    name: 'Scottish Qualifications Authority',
    isLookedUp: true,
    fields: [
      {
        name: 'candidateNumber',
        label: 'Scottish Candidate Number',
        hint: 'Nine digits, like 987654321.',
        as: 'text',
        pattern: '\\d{9}',
        isNumber: true,
      },
      AWARDED,
    ],
  },
  {
    code: 'jib',
    name: 'Joint Industry Board',
    isLookedUp: false,
    fields: [
      {
        name: 'gradingReference',
        label: 'JIB grading reference',
        hint: 'JIB, a slash and six digits, like JIB/123456.',
        as: 'text',
        pattern: 'JIB/\\d{6}',
        isNumber: true,
      },
      { name: 'gradedOn', label: 'Graded on', hint: 'As it stands on the letter of the grading.', as: 'date', isAwarded: true },
    ],
  },
];

/** The kinds of qualification that they award. */
const KINDS: QualificationKind[] = [
  {
    code: 'nvq3Electrotechnical',
    body: 'cityAndGuilds',
    name: 'Level 3 NVQ Diploma in Installing Electrotechnical Systems and Equipment',
    number: '501/1605/8',
    validYears: null,
  },
  { code: 'eal3Electrotechnical', body: 'eal', name: 'Level 3 Electrotechnical Qualification', number: '603/3895/9', validYears: null },
  { code: 'svq3Electrical', body: 'sqa', name: 'SVQ 3 Electrical Installation', number: null, validYears: null },
  { code: 'jibGrading', body: 'jib', name: 'JIB grading', number: null, validYears: null },
];

/** Makes the awarding bodies of a tenant that has none yet. */
export async function seedAwardingBodies(trx: Knex, tenant: string): Promise<void> {
  if (await trx('awarding_bodies').where({ tenant_id: tenant }).first('id')) return;
  await trx('awarding_bodies').insert(
    BODIES.map(({ isLookedUp, fields, ...body }) => ({
      ...{ ...body, id: uuid(), tenant_id: tenant },
      ...{ is_looked_up: isLookedUp, fields: JSON.stringify(fields) },
    })),
  );
  await trx('qualification_kinds').insert(
    KINDS.map(({ validYears, ...kind }) => ({ ...kind, id: uuid(), tenant_id: tenant, valid_years: validYears })),
  );
}
