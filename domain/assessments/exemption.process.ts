import type { CaseDefinition } from '../process';
import { exemptionNames } from './exemption';
import { accept, ask, exemptionEnded, onDue, refuseExemption } from './exemption.decide';
import { ASKED, eventSummary } from './exemption.standing';
import { unaskedExemption, type Exemption, type ExemptionFacts } from './exemption.state';
import { exemptionLife } from './exemption.transitions';

/** An exemption from the assessment (HSE-1, HSE-5): asked for by the employer with its evidence, accepted or refused by a case operator. */
export const exemption = {
  names: exemptionNames,
  rules: ['HSE-1', 'HSE-5'],
  life: 'The life of an exemption',
  reads: 'viewApplications',
  board: { name: 'Exemptions', description: 'Exemptions from the assessment that a case operator decides about', lateStages: [ASKED] },
  ...exemptionLife,
  empty: unaskedExemption,
  commands: { ask: { decide: ask }, accept: { decide: accept }, refuse: { decide: refuseExemption } },
  news: {},
  onDue,
  summary: eventSummary,
  ended: exemptionEnded,
} satisfies CaseDefinition<Exemption, ExemptionFacts>;
