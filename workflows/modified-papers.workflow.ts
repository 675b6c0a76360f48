import { modifiedPapersNames } from '../domain/bookings/modified-papers';
import type { ProcessStart, Resumed } from '../messages/core.messages';
import { DurableCase } from './process';

/**
 * Modified papers of a booking (REG-15): staff make and despatch them before the day of the assessment; beside it the centre may have to
 * show evidence of need, which staff accept, refuse or ask for again. It follows its booking and its learner.
 */
export async function modifiedPapers(start: ProcessStart, resumed?: Resumed): Promise<string> {
  const papers = new DurableCase(start, modifiedPapersNames, resumed);

  papers.accepts('accept');
  papers.accepts('askAgain');
  papers.accepts('refuse');

  if (await papers.opensItself()) await papers.keepsSchedule();
  return papers.closed();
}
