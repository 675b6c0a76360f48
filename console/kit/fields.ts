/** What a form sent. */
interface Sent {
  body: Record<string, string | string[]>;
}

/** A field of a form: of a filter, or of a decision. */
export interface Field {
  name: string;
  label: string;
  /** What is asked for; a line of text where nothing is said. */
  as?:
    | 'pounds'
    | 'number'
    | 'date'
    | 'time'
    | 'email'
    | 'tel'
    | 'password'
    | 'long'
    | 'choice'
    | 'radios'
    | 'tick'
    | 'ticks'
    | 'file'
    | 'hidden';
  hint?: string;
  /** Values with their words, for what is chosen from. */
  choices?: readonly (readonly [value: string, text: string, hint?: string])[];
  value?: string | number | string[] | undefined;
  /** The API's place of it, where that is not its name; `lines/0` is within `lines`. */
  pointer?: string;
  /** Types of a file that can be chosen; pictures and PDF where nothing is said. */
  accepts?: string;
  /** May be left empty. */
  isOptional?: boolean;
  /** What was typed before, offered again. */
  suggestions?: readonly string[];
  /** The heading of the part of the form that begins with it. */
  section?: string;
}

/** Why a person does it: in the trail for good. */
export function reason(value = ''): Field {
  return { name: 'reason', label: 'Reason', hint: 'It stands in the audit trail', value };
}

/** One value of a form's field. */
export function field(visit: Sent, name: string): string {
  const value = visit.body[name];
  return (Array.isArray(value) ? value[0] : value)?.trim() ?? '';
}

/** All values of a field, of checkboxes for one. */
export function fields(visit: Sent, name: string): string[] {
  const value = visit.body[name] ?? [];
  return Array.isArray(value) ? value : [value];
}

/** A number as people type it; NaN where it is none, which the API then refuses. */
export function numberField(visit: Sent, name: string): number {
  const text = field(visit, name);
  return text === '' ? Number.NaN : Number(text);
}

/** Pounds as people type them, in pence; NaN where they are none, which the API then refuses. */
export function penceOf(text: string): number {
  return /^£?(\d{1,3}(,\d{3})+|\d+)(\.\d{2})?$/.test(text) ? Math.round(Number(text.replace(/[£,]/g, '')) * 100) : Number.NaN;
}

/** A field as the template draws it: with what was typed, or what it begins with, and what is wrong with it. */
export function drawnField(each: Field, entered: Sent['body'], errors: Record<string, string>) {
  const typed = entered[each.name];
  const value = typed ?? (Object.keys(entered).length > 0 && (each.as === 'tick' || each.as === 'ticks') ? [] : (each.value ?? ''));
  const chosen = [value].flat().map(String);
  return {
    ...each,
    as: each.as ?? 'text',
    // A password that was typed goes to nobody's page again.
    value: each.as === 'password' ? '' : (chosen[0] ?? ''),
    choices: each.choices?.map(([choice, text, hint]) => ({ value: choice, text, hint, isChosen: chosen.includes(choice) })),
    isTicked: chosen.includes('yes'),
    error: errors[each.name],
  };
}
