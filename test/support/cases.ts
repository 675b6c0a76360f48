import { v7 as uuid } from 'uuid';
import { askForAccess } from '../../db/access/access-requests.commands';
import { makeInvitation, moveStanding } from '../../db/access/invitations.commands';
import { findReceipt } from '../../db/bank/bank.queries';
import { returnReceipt } from '../../db/bank/receipts.commands';
import { takeReport } from '../../db/orders/card-payments.commands';
import { keepDocument } from '../../db/work/documents.commands';
import type { Ask } from '../../domain/commit';
import { firstPolicy } from '../../domain/policy';
import { businessId, nameIn, startOf, type CaseKind, type ProcessStart } from '../../domain/processes';
import type { Instant } from '../../domain/working-days';
import { askingExemption, finalising, leaving, paidFor, payFor, SUPERVISOR } from './application-cases';
import { answeredAt, contesting, documentGiven, enteredAt } from './qualification-cases';
import { cardApproved, nextIssued, reportedBy } from './card-cases';
import { papersStory } from './papers-cases';
import { registrationStory } from './registration-cases';
import { serviceAnswers, serviceDown, serviceDownAgain } from './outage-cases';
import { centreAsking, centreRequestCommands } from './catalogue-cases';
import type { CaseLab } from './case-lab';

/** Something that reaches an open case, with the rows that it needs. */
export type Reach = (lab: CaseLab, process: ProcessStart, at: Instant) => Promise<Ask>;
/** How a kind of case is opened, and what may reach it then: each way one thing after the other. */
export interface CaseStory {
  open(lab: CaseLab, at: Instant): Promise<Ask>;
  /** What has reached it before its commands may, where they may not come first. */
  ready?: Reach[];
  /** Each of them may come first then. */
  commands: Record<string, Reach>;
  ways: Record<string, Reach[]>;
  /** Rows that it waits for change, and nobody has told it yet. */
  unheard?(lab: CaseLab, process: ProcessStart, at: Instant): Promise<void>;
}

const BEFORE = '2026-11-20T09:00:00.000Z';
const PRICE = 25_000n;
const policyVersion = firstPolicy.version;
const ofStaff = (lab: CaseLab, owner: string) => ({ owner, tenant: lab.tenant.id, organisation: null, policyVersion });

/** An order for a credit or more, as its payer places it. */
export async function placing(lab: CaseLab, at: Instant, credits = 1): Promise<Ask> {
  const [company] = lab.tenant.companies;
  const reference = lab.reference();
  const identity = { owner: 'finance', tenant: lab.tenant.id, organisation: company.id, policyVersion };
  const process = { kind: 'advance-order' as const, businessId: businessId('advance-order', reference), reference, ...identity };
  const texts = { purchaseOrder: 'PO', billingOffice: company.offices[0], accountsContact: 'Ann' };
  return lab.command(process, company.user, 'place', { node: company.company, credits }, at, texts);
}

/** News of a receipt that quotes the order. */
export const received =
  (pence: bigint): Reach =>
  async (lab, process, at) => {
    const receipt = await lab.receipt(pence, BEFORE);
    return lab.news(process, 'receiptMatched', receipt, { receipt }, at);
  };

/** A command of one of the staff; texts that stay in the request may come with it. */
export const command =
  (trigger: string, body: unknown = {}, by: keyof CaseLab['tenant']['staff'] = 'finance', texts: object = {}): Reach =>
  (lab, process, at) =>
    lab.command(process, lab.tenant.staff[by], trigger, body, at, texts);

/** The gateway reports a success of so many pence. */
const reported = (lab: CaseLab, process: ProcessStart, pence: bigint, at: Instant): Promise<void> =>
  lab.inScope((trx) => takeReport(trx, nameIn(process.businessId), { outcome: 'succeeded', pence, currency: 'GBP' }, at));

const allocating: Reach = async (lab, process, at) => {
  const receipts = [await lab.receipt(30_000n, BEFORE)];
  return lab.command(process, lab.tenant.staff.finance, 'allocate', { receipts, acceptOtherAmount: true }, at);
};

/** A wake after rows have changed that nobody has told the case of. */
const woken: Reach = async (lab, process, at) => {
  const kind = process.kind as
    'suspense' | 'invitation' | 'document' | 'application' | 'qualification' | 'card-payment' | 'outage' | 'card';
  await caseStories[kind].unheard(lab, process, at);
  return lab.wake(process, at);
};

/** An awarding body that does not answer leaves it to a case operator. */
const unanswered: Reach = async (lab, process, at) => lab.news(process, 'failed', 'check/1', 'check/1', at);
const unread: Reach = async (lab, process, at) => lab.news(process, 'failed', 'read/2', 'read/2', at);
const refusing = command('refuse', {}, 'caseOperator');
const answered = (trigger: string) => command(trigger, {}, 'caseOperator', { reason: 'r' });

/** Of each kind of case: how one is made, and all that reaches it. */
export const caseStories = {
  'advance-order': {
    open: placing,
    commands: { extended: command('extend', { days: 30 }), cancelled: command('cancel'), 'allocated by hand': allocating },
    ways: {
      'paid exactly': [received(PRICE)],
      'paid in part, then the rest': [received(10_000n), command('decideReceived', { choice: 'waitForRest' }), received(15_000n)],
      'paid in part and returned': [received(10_000n), command('decideReceived', { choice: 'return' })],
      'paid too much and accepted': [received(30_000n), command('decideReceived', { choice: 'acceptAsReceived' })],
    },
  },
  'card-payment': {
    open: (lab, at) => {
      const [company] = lab.tenant.companies;
      const of = { owner: 'finance', tenant: lab.tenant.id, organisation: company.id, policyVersion };
      const body = { pays: { what: 'credits', credits: 1 }, node: company.company };
      return lab.command(startOf('card-payment', uuid(), of), company.user, 'begin', body, at);
    },
    ready: [
      async (lab, process, at) => {
        await reported(lab, process, 1n, at);
        return lab.wake(process, at);
      },
    ],
    commands: {
      'settled as funds': command('settle', { how: 'funds' }),
      'settled as given back': command('settle', { how: 'returned' }),
    },
    ways: { paid: [woken] },
    unheard: (lab, process, at) => reported(lab, process, PRICE, at),
  },
  suspense: {
    open: async (lab, at) => {
      await lab.commit(await placing(lab, BEFORE));
      const receipt = await lab.receipt(PRICE, at, lab.tenant.companies[0].name);
      return lab.opening(startOf('suspense', receipt, ofStaff(lab, 'finance')), at);
    },
    commands: { asked: command('askPayers') },
    ways: { 'returned elsewhere': [woken] },
    unheard: async (lab, process, at) => {
      const by = { user_id: lab.tenant.staff.finance.id, session_id: null, api_key_id: null, ip: '127.0.0.1', request_id: uuid() };
      await lab.inScope(async (trx) => {
        const receipt = (await findReceipt(trx, nameIn(process.businessId)))!;
        await returnReceipt(trx, lab.tenant.id, receipt, { by, body: {}, reason: null }, at);
      });
    },
  },
  reversal: {
    open: async (lab, at) => {
      const place = await placing(lab, BEFORE);
      await lab.commit(place);
      await lab.commit(await received(PRICE)(lab, place.process, BEFORE));
      const start = { ...startOf('reversal', uuid(), ofStaff(lab, 'finance')), reference: place.process.reference };
      return lab.command(start, lab.tenant.staff.finance, 'request', { order: place.key }, at);
    },
    commands: { approved: command('approve', {}, 'finance2'), declined: command('decline') },
    ways: {},
  },
  invitation: {
    open: async (lab, at) => {
      const [user, madeBy] = [lab.tenant.individual.id, lab.tenant.staff.caseOperator.id];
      const of = { tenant: lab.tenant.id, organisation: null, user, purpose: 'activation' as const, madeBy };
      const id = await lab.inScope((trx) => makeInvitation(trx, of, at));
      return lab.opening(startOf('invitation', id, ofStaff(lab, 'user')), at);
    },
    commands: { resent: command('resend', {}, 'caseOperator') },
    ways: { accepted: [woken] },
    unheard: (lab, _process, at) => lab.inScope((trx) => moveStanding(trx, lab.tenant.individual.id, 'accepted', at)),
  },
  'access-request': {
    open: async (lab, at) => {
      const asker = { givenName: 'Ann', familyName: 'Example', email: `ann@${lab.tenant.key}.example`, mobile: '+447700900001' };
      await lab.inScope((trx) => askForAccess(trx, lab.tenant.id, lab.tenant.centre.id, asker, at));
      const { id } = await lab.system.owner('access_requests').where({ tenant_id: lab.tenant.id }).first('id');
      const start = startOf('access-request', id, { ...ofStaff(lab, 'portalAdmin'), organisation: lab.tenant.centre.id });
      return lab.opening(start, at);
    },
    commands: {
      approved: command('approve', {}, 'caseOperator', { rights: ['assessor'] }),
      declined: command('decline', {}, 'caseOperator'),
    },
    ways: {},
  },
  approval: {
    open: (lab, at) => {
      const process = startOf('approval', uuid(), ofStaff(lab, 'administrator'));
      const proposal = { what: 'adjustment', from: 'writeOffs', to: `funds/${lab.tenant.companies[0].company}`, pence: 500n };
      return lab.command(process, lab.tenant.staff.administrator, 'propose', { proposal }, at, { reason: 'why' });
    },
    commands: { approved: command('approve', {}, 'administrator2'), declined: command('decline', {}, 'administrator2') },
    ways: {},
  },
  document: {
    open: (lab, at) => {
      const wish = { kind: 'day-report', day: '2026-11-20' };
      return lab.command(startOf('document', uuid(), ofStaff(lab, 'finance')), lab.tenant.staff.finance, 'ask', wish, at);
    },
    ready: [async (lab, process, at) => lab.news(process, 'failed', '1', '1', at)],
    commands: { retried: command('retry', {}, 'administrator') },
    ways: { made: [woken] },
    unheard: async (lab, process, at) => {
      const file = { name: 'report.pdf', type: 'application/pdf', content: Buffer.from('%PDF-1.7') };
      await lab.inScope((trx) => keepDocument(trx, nameIn(process.businessId), file, lab.deps().ring, at));
    },
  },
  application: {
    open: (lab, at) => finalising(lab, at, SUPERVISOR),
    ready: [paidFor],
    commands: {
      extended: command('extend', { days: 30 }, 'caseOperator'),
      approved: command('approve', {}, 'caseOperator'),
      rejected: command('reject', {}, 'caseOperator'),
      endorsed: command('endorse'),
      notEndorsed: command('refuseEndorsement'),
      moreAsked: command('askMore', {}, 'caseOperator'),
    },
    ways: {
      paid: [woken],
      unfinalised: [command('unfinalise')],
      abandoned: [command('abandon')],
      sentBack: [command('refuseEndorsement')],
      endorsedUnpaid: [command('endorse')],
      waived: [paidFor, command('refuseEndorsement'), command('waiveEndorsement', {}, 'caseOperator')],
      moreGiven: [paidFor, command('askMore', {}, 'caseOperator'), command('giveMore')],
      left: [paidFor, leaving],
    },
    unheard: (lab, process, at) => payFor(lab, nameIn(process.businessId), at),
  },
  qualification: {
    open: enteredAt,
    ready: [unanswered],
    commands: {
      accepted: command('accept', { kind: 'jibGrading' }, 'caseOperator', { kind: 'jibGrading', validFrom: null, validTo: null }),
      'more asked': command('askForMore', {}, 'caseOperator'),
      refused: refusing,
    },
    ways: {
      verified: [woken],
      'refused and contested': [unanswered, refusing, contesting],
      'asked for more, and referred': [unanswered, command('askForMore', {}, 'caseOperator'), documentGiven, unread, command('refer')],
    },
    unheard: answeredAt,
  },
  card: {
    open: cardApproved,
    ready: [reportedBy('returned')],
    commands: {
      retried: command('retry', {}, 'caseOperator'),
      'sent again': command('sendAgain', {}, 'caseOperator'),
      purged: command('record', { what: 'purged' }, 'dpo', { reason: 'r' }),
      revoked: command('revoke', { cause: 'lost' }, 'caseOperator', { cause: 'lost', reason: 'r' }),
    },
    ways: {
      'printed and despatched': [woken, reportedBy('produced'), reportedBy('despatched')],
      'refused and printed again': [reportedBy('refused'), command('retry', {}, 'caseOperator'), reportedBy('accepted', 2)],
      'revoked and purged': [
        reportedBy('produced'),
        command('revoke', { cause: 'misused' }, 'caseOperator', { cause: 'misused', reason: 'r' }),
        reportedBy('purged'),
      ],
      superseded: [reportedBy('produced'), nextIssued],
    },
    unheard: async (lab, process, at) => void (await reportedBy('accepted')(lab, process, at)),
  },
  exemption: {
    open: (lab, at) => askingExemption(lab, at),
    commands: { accepted: answered('accept'), refused: answered('refuse') },
    ways: {},
  },
  'centre-request': { open: centreAsking, commands: centreRequestCommands(answered), ways: {} },
  outage: {
    open: serviceDown,
    commands: { 'tried now': command('tryNow', {}, 'administrator') },
    ways: { back: [woken], 'back, and down again': [woken, serviceDownAgain] },
    unheard: serviceAnswers,
  },
  registration: registrationStory,
  'modified-papers': papersStory,
} satisfies Record<CaseKind, CaseStory>;

/** The kinds that there are, for tables of tests. */
export const caseKinds = Object.keys(caseStories) as CaseKind[];

/** A kind's story. */
export function storyOf(kind: CaseKind): CaseStory {
  return caseStories[kind];
}

/** A case of a kind, opened at an instant, that its commands may reach. */
export async function openedCase(lab: CaseLab, kind: CaseKind, at: Instant): Promise<ProcessStart> {
  const { process, ...open } = await storyOf(kind).open(lab, at);
  await lab.commit({ process, ...open });
  for (const reach of storyOf(kind).ready ?? []) await lab.commit(await reach(lab, process, at));
  return process;
}

/** All that may reach each kind, one way after the other, for tables of tests. */
export const everyWay = caseKinds.flatMap((kind) =>
  Object.entries(storyOf(kind).ways)
    .concat(Object.entries(storyOf(kind).commands).map(([name, reach]) => [name, [...(storyOf(kind).ready ?? []), reach]]))
    .map(([name, reaches]) => [kind, name, reaches] as const),
);

/** Each command of each kind that may come first. */
export const everyCommand = caseKinds.flatMap((kind) =>
  Object.entries(storyOf(kind).commands).map(([name, reach]) => [kind, name, reach] as const),
);

/** Later by so many milliseconds. */
export function later(at: Instant, milliseconds: number): Instant {
  return new Date(Date.parse(at) + milliseconds).toISOString();
}
