import { refuse, type Refusal } from '../refusal';

/** What keeps so many credits from being ordered, however they are paid; null where they can be: whole ones, at least one (ADV-1). */
export function creditsFault(credits: number, most: number): Refusal | null {
  if (Number.isInteger(credits) && credits >= 1 && credits <= most) return null;
  const detail = `${credits} is not a number of credits from 1 to ${most}`;
  return refuse('credits', 'ADV-1', detail, 'Order whole credits, at least one.', '/credits');
}
