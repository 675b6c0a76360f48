import type { Change } from '../work/changes';
import { dateWords } from '../working-days';
import type { HolidayChange, ProposedCalendar } from './holidays';

const SHOWN = 3;

/** A calendar that is proposed, in words (CAL-1). */
export function calendarInWords({ changes, publishedUntil }: ProposedCalendar): string {
  if (changes.length === 0) return `Bank holidays as they are, published until ${dateWords(publishedUntil)}`;
  const told = changes.slice(0, SHOWN).map(changeInWords).join('; ');
  return `Bank holidays: ${told}${changes.length > SHOWN ? ` and ${changes.length - SHOWN} more` : ''}`;
}

/** What a proposal changes of a calendar, holiday by holiday: before and after (SEC-8, CAL-1). */
export function holidayRows({ changes }: ProposedCalendar): Change[] {
  return changes.map((change) => ({
    label: change.name,
    before: change.what === 'add' ? null : dateWords(change.day),
    after: change.what === 'takeBack' ? null : dateWords(change.what === 'move' ? change.to : change.day),
    unit: null,
  }));
}

function changeInWords(change: HolidayChange): string {
  if (change.what === 'add') return `${change.name} on ${dateWords(change.day)}`;
  if (change.what === 'move') return `${change.name} on ${dateWords(change.to)} instead of ${dateWords(change.day)}`;
  return `${change.name} on ${dateWords(change.day)} no more`;
}
