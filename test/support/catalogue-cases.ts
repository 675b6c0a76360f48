import { v7 as uuid } from 'uuid';
import type { Ask } from '../../domain/commit';
import { firstPolicy } from '../../domain/policy';
import { startOf } from '../../domain/processes';
import type { Instant } from '../../domain/working-days';
import type { CaseLab } from './case-lab';
import type { Reach } from './cases';

/** A lab's centre asks for an address, another one each time: the same is asked for once. */
export function centreAsking(lab: CaseLab, at: Instant): Promise<Ask> {
  const { id: tenant, centre } = lab.tenant;
  const of = { owner: 'caseOperator', tenant, organisation: centre.id, policyVersion: firstPolicy.version };
  const asked = { what: 'address', label: uuid(), lines: ['1 Quay'], postcode: 'PE13 1AA' };
  const told = { what: 'address', code: null };
  return lab.command(startOf('centre-request', uuid(), of), centre.user, 'ask', told, at, { asked, reason: 'r' });
}

/** What may come first to an open request: each decided by a command of its name. */
export function centreRequestCommands(by: (trigger: string) => Reach): Record<string, Reach> {
  return { granted: by('grant'), declined: by('decline'), withdrawn: by('withdraw') };
}
