import type { Scheduled, Situation } from '../process';
import { goesOn, NOTHING_HELD, tasksOf, type Decided } from './application.decide';
import type { Application } from './application.state';
import type { ApplicationFacts } from './application.facts';
import { applicationLife } from './application.transitions';
import { dueOf, type HoldEvent } from './holds/holds';

/** What the holds do by themselves: reminders and escalations; a lapse ends the application, the fee is kept (HSE-3, APP-10). */
export function onDue(application: Application, due: Scheduled<HoldEvent>, _about: Situation<ApplicationFacts>): Decided {
  const { event, hold, effects } = dueOf(application, due);
  if (event !== 'lapsed') return goesOn(application, event, due.at, hold, effects);
  return applicationLife.step(application, 'lapsed', due.at, NOTHING_HELD, { ...effects, closes: tasksOf(application) });
}
