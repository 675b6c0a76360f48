import type { Stands } from './commit';
import type { CaseDefinition, CaseState } from './process';
import type { Standing } from './standing';
import { londonWords } from './working-days';

/** How a case stands, as its workflow is told: from its state alone, so that a lost run goes on from the row (design 3). */
export function standsOf(
  definition: CaseDefinition<CaseState, unknown>,
  state: CaseState,
  of: { version: number; reference: string; tenant: string },
): Stands {
  const [first] = state.schedule;
  const standing = definition.standing(state);
  const wake = first && !standing.ended ? { what: first.what, at: first.at, summary: definition.summary(state, first) } : null;
  const work = standing.ended ? null : definition.awaitsWork?.(state);
  return { version: of.version, wake, ...(work ? { work } : {}), ended: standing.ended, show: shownOf(standing, of) };
}

/** What the Temporal UI shows of a standing (OPS-1). */
export function shownOf(standing: Standing, { reference, tenant }: { reference: string; tenant: string }): Stands['show'] {
  const { stage, awaiting, dueAt } = standing;
  return { stage, awaiting, dueAt, details: detailsOf(reference, standing), tenant };
}

function detailsOf(reference: string, standing: Standing): string {
  const events = standing.next.map((event) => `${londonWords(event.at)}: ${event.what}`);
  const next = events.length > 0 ? `\n\nNext (London time):\n\n${events.join('\n\n')}` : '';
  const holds = standing.holds.length > 1 ? `\n\nHeld by:\n\n${standing.holds.map(({ why }) => why).join('\n\n')}` : '';
  return `**${reference} – ${standing.stage}**\n\n${standing.why}${holds}${next}`;
}
