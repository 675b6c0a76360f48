import type { Problem } from './client';
import type { Field } from './fields';

/** A problem as a page tells it: a summary whose entries lead to their fields, and what stands at each field. */
export interface ShownFaults {
  title: string;
  detail: string | undefined;
  list: { text: string; href: string | null }[];
  at: Record<string, string>;
}

type Fault = NonNullable<Problem['errors']>[number];

/** What a person is told of a fault in a field's shape; a rule's refusal speaks for itself. */
const sentences: Record<string, (label: string, field: Field) => string> = {
  missing: (label, { as }) => `${isChosen(as) ? 'Choose' : 'Enter'} ${label}${as === 'pounds' ? ', like 250.00' : ''}`,
  choice: (label) => `Choose ${label}`,
  tooFew: (label) => `Choose ${label}`,
  bandNotAccepted: () => 'Accept the fee, or edit the entries',
};
const sameAs: Record<string, string> = { null: 'missing', type: 'missing', tooShort: 'missing' };

/** The faults of a problem in people's words, each at its field (GOV.UK's error summary and error message). */
export function shownFaults(problem: Problem, fields: Field[]): ShownFaults {
  const at: Record<string, string> = {};
  const list = (problem.errors ?? []).map((fault) => {
    const field = fieldOf(fault, fields);
    const text = field ? sentenceOf(fault, field) : `${placeOf(fault)}${fault.detail}. ${fault.remedy}`;
    if (field) at[field.name] ??= text;
    return { text, href: field ? `#${field.name}` : null };
  });
  const isSaid = list.length === 1 && problem.errors![0]!.detail === problem.title && !list[0]!.href;
  return {
    title: list.some(({ href }) => href) ? 'There is a problem' : problem.title,
    detail: list.length > 0 ? undefined : problem.detail,
    list: isSaid ? [{ text: problem.errors![0]!.remedy, href: null }] : list,
    at,
  };
}

function fieldOf({ pointer }: Fault, fields: Field[]): Field | undefined {
  const place = pointer?.replace(/^\//, '') ?? '';
  const named = fields.filter(({ as }) => as !== 'hidden');
  const exact = named.find((field) => (field.pointer ?? field.name) === place);
  return exact ?? named.find((field) => place.startsWith(`${field.pointer ?? field.name}/`));
}

function sentenceOf(fault: Fault, field: Field): string {
  const label = `${field.label.charAt(0).toLowerCase()}${field.label.slice(1)}`;
  // A browser sends a date or a time whole, or nothing.
  const code = fault.code === 'format' && (field.as === 'date' || field.as === 'time') ? 'missing' : (fault.code ?? '');
  const say = sentences[sameAs[code] ?? code];
  if (say) return say(label, field);
  const own = fault.detail.replace(new RegExp(`^${apiLabel(fault.pointer ?? '')}(?= )`), field.label);
  return `${own}. ${fault.remedy}`;
}

/** How the API's sentences begin: the member's name taken apart. */
function apiLabel(pointer: string): string {
  const name = pointer.split('/').at(-1) ?? '';
  const apart = name.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return (apart.charAt(0).toUpperCase() + apart.slice(1)).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function placeOf({ row, column }: Fault): string {
  return row === undefined ? '' : `Row ${row}${column ? `, ${column}` : ''}: `;
}

function isChosen(as: Field['as']): boolean {
  return as === 'choice' || as === 'radios' || as === 'ticks';
}
