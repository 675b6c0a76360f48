import type { components } from '../kit/api';

/** An application with what its decisions choose from. */
export type ApplicationSubject = components['schemas']['Application'] & {
  occupations: components['schemas']['Occupation'][];
  files: { id: string; name: string }[];
  bodies: components['schemas']['AwardingBody'][];
  qualifications: components['schemas']['Qualification'][];
};
