import type { components } from '../kit/api';
import type { Table } from '../kit/case';
import { dayOf, stateTag, type Tag } from '../kit/cells';

type Qualification = components['schemas']['Qualification'];

/** What stands out of the states of a qualification. */
export const colours: Record<string, Tag['colour']> = {
  needsDetails: 'yellow',
  moreAsked: 'yellow',
  contested: 'orange',
  verified: 'green',
  accepted: 'green',
  refused: 'red',
  dismissed: 'red',
};

/** The qualifications of a person, newest first (QUA-1). */
export function qualificationTable(qualifications: Qualification[]): Table {
  return {
    caption: 'Qualifications',
    heads: ['Qualification', 'What it is', 'Status', 'Valid', 'Given'],
    rows: qualifications.map(({ id, reference, kindName, state, validFrom, validTo, givenAt }) => [
      { text: reference, href: `/qualifications/${id}` },
      kindName,
      stateTag(state, colours),
      validFrom ? `${dayOf(validFrom)} – ${dayOf(validTo)}` : null,
      { moment: givenAt },
    ]),
    nothing: 'No qualification was given yet.',
  };
}
