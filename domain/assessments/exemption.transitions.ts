import { life, type Transitions } from '../life';
import { standingOf } from './exemption.standing';
import type { ExemptionState } from './exemption.state';

/** The one table of an exemption's life (HSE-5): event → state before → state after. What is not here cannot happen. */
export const transitions = {
  asked: { none: 'asked' },
  late: { asked: 'asked' },
  accepted: { asked: 'accepted' },
  refused: { asked: 'refused' },
} satisfies Transitions<ExemptionState>;

export const exemptionLife = life(transitions, standingOf);
