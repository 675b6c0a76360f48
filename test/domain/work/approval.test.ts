import type { Refusal } from '../../../domain/refusal';
import type { Approval, ApprovalFacts, Proposal } from '../../../domain/work/approval.state';
import { inWords } from '../../../domain/work/approval.standing';
import { cases } from '../../../domain/processes';
import { effectsOf } from '../../support/decisions';
import { identity, situation } from '../../support/situation';

const { commands, onDue, standing, summary, ended } = cases.approval;
const AT = '2026-11-20T10:00:00.000Z';
const REMINDED = '2026-11-23T10:00:00.000Z';
const adjustment: Proposal = { what: 'adjustment', from: 'funds/n', to: 'writeOffs', pence: 1_250n };
const policy: Proposal = {
  what: 'policy',
  version: '2027-01-01',
  effectiveFrom: '2027-01-01T00:00:00.000Z',
  changes: { 'suspense.returnDays': 45 },
};
const about = (by: string | null, usable: bigint | null = null, at = AT, faults: Refusal[] = []) =>
  situation({ at, by, facts: { usable, faults } });
const none = cases.approval.empty(identity({ kind: 'approval', owner: 'administrator', reference: 'P-1' }), 'a');
const propose = (proposal: Proposal) => commands.propose.decide(none, { proposal }, about('proposer'));
const awaiting = propose(adjustment).next;
const approve = (approval: Approval, by = 'other', usable: bigint | null = null) =>
  commands.approve.decide(approval, {}, about(by, usable));
const decline = (approval: Approval, by = 'proposer') => commands.decline.decide(approval, {}, about(by));
const subject = 'Adjustment of £12.50 from funds to write-offs';
const asked = { template: 'approval-asked', to: { queue: 'administrator' }, facts: { subject, reference: 'P-1' } };
const decided = (outcome: string) => ({
  template: 'approval-decided',
  to: { user: 'proposer' },
  facts: { subject, reference: 'P-1', outcome },
});

test('TIM-3 a policy that its rehearsal refuses is not approved, whatever was proposed; it can be declined', () => {
  const fault: Refusal = { code: 'policyNumber', rule: 'TIM-3', place: '/changes/session.idleMinutes', detail: 'd', remedy: 'r' };
  const proposed = propose(policy).next;
  const refused = commands.approve.decide(proposed, {}, about('other', null, AT, [fault]));
  expect([refused.refusals, refused.next]).toEqual([[fault], proposed]);
  expect(commands.decline.decide(proposed, {}, about('other', null, AT, [fault])).next.state).toBe('declined');
});

test('SEC-8 before it is made a proposal knows nothing but who may approve it', () => {
  expect(none).toEqual({
    id: 'a',
    tenant: 't',
    reference: 'P-1',
    queue: 'administrator',
    proposal: null,
    proposedBy: '',
    state: 'none',
    stateSince: '1970-01-01T00:00:00.000Z',
    schedule: [],
  });
});

test('SEC-8 one proposes: those who may approve are mailed and have a task; nothing is changed yet', () => {
  expect(effectsOf(propose(adjustment))).toEqual({
    state: 'awaiting',
    event: 'proposed',
    mails: [asked],
    opens: [{ queue: 'administrator', task: 'approveProposal', dueAt: REMINDED }],
  });
  expect(awaiting).toMatchObject({ proposal: adjustment, proposedBy: 'proposer', schedule: [{ what: 'remind', at: REMINDED }] });
});

test('SEC-8 MON-2 another one approves: an adjustment is posted under its own key, its task closed, its proposer told', () => {
  const approved = approve(awaiting);
  expect(effectsOf(approved)).toEqual({
    state: 'approved',
    event: 'approved',
    entries: [
      {
        key: 'adjustment/a',
        kind: 'adjustment',
        postings: [
          { account: 'funds/n', pence: 1_250n },
          { account: 'writeOffs', pence: -1_250n },
        ],
      },
    ],
    mails: [decided('approved')],
    closes: ['approveProposal'],
  });
  expect(approved.next.schedule).toEqual([]);
});

test('SEC-8 TIM-3 new numbers of policy are approved by another one as well, whatever is left on an account; nothing is posted', () => {
  const { next } = propose(policy);
  expect(approve(next, 'proposer').refusals).toHaveLength(1);
  expect(approve(next, 'other', 0n)).toMatchObject({ event: 'approved', entries: [], refusals: [] });
});

test('SEC-8 ADV-6 whoever proposed may not approve, and no more is taken from a fund than is left', () => {
  const refusal = { rule: 'SEC-8', place: '' };
  expect(approve(awaiting, 'proposer').refusals).toEqual([
    { ...refusal, code: 'fourEyes', detail: 'You proposed this', remedy: 'Another person has to approve it.' },
  ]);
  expect(approve(awaiting, 'other', 1_249n).refusals).toEqual([
    { ...refusal, code: 'fundsMoved', detail: 'Only £12.49 is left there', remedy: 'Decline it, and propose a smaller one.' },
  ]);
  expect(approve(awaiting, 'other', 1_250n).refusals).toEqual([]);
});

test('SEC-8 a proposal is declined by another one, or taken back by whoever made it: nothing is posted, he is told', () => {
  for (const by of ['other', 'proposer'])
    expect(effectsOf(decline(awaiting, by))).toEqual({
      state: 'declined',
      event: 'declined',
      mails: [decided('declined')],
      closes: ['approveProposal'],
    });
});

test('SEC-8 a proposal is decided once; what comes later is told how it ended', () => {
  for (const over of [approve(awaiting).next, decline(awaiting).next]) {
    const refusal = {
      code: 'ended',
      rule: 'SEC-8',
      place: '',
      detail: `This proposal is ${over.state}`,
      remedy: 'Nothing is left to decide about it.',
    };
    expect([approve(over).refusals, decline(over).refusals, ended(over)]).toEqual([[refusal], [refusal], refusal]);
  }
});

test('SEC-8 those who may approve are reminded every 3 days for as long as nobody decides', () => {
  const reminded = onDue(awaiting, awaiting.schedule[0]!, about(null));
  expect(effectsOf(reminded)).toEqual({ state: 'awaiting', event: 'reminded', mails: [asked] });
  expect(reminded.next.schedule).toEqual([{ what: 'remind', at: '2026-11-26T10:00:00.000Z' }]);
  expect(summary(awaiting)).toBe('Proposal P-1: those who may approve are reminded');
});

test('TIM-3 a proposal names the first three numbers that it changes, and counts those beyond', () => {
  const changing = (...names: string[]) => inWords({ ...policy, changes: Object.fromEntries(names.map((name) => [name, 1])) });
  const price = 'Price of one credit (ADV-1) becomes £0.01';
  expect(changing('advanceOrder.creditPence')).toBe(`Policy from 1 Jan 2027 00:00: ${price}`);
  expect(changing('advanceOrder.creditPence', 'no longer known', 'c')).toBe(`Policy from 1 Jan 2027 00:00: ${price}; no longer known; c`);
  expect(changing('a', 'b', 'c', 'd', 'e')).toBe('Policy from 1 Jan 2027 00:00: a; b; c and 2 more');
  expect(inWords({ ...policy, changes: { 'users.remindInvitedHours': [12, 36] } })).toBe(
    'Policy from 1 Jan 2027 00:00: An unused invitation is reminded (SEC-3) becomes 12, 36 hours',
  );
});

test('WHY-1 a proposal says on whom it waits and what comes next, and how it ended', () => {
  expect(standing(awaiting).holds).toEqual([
    {
      name: 'approval',
      awaiting: 'secondPerson',
      clock: 'ours',
      since: AT,
      why: `Waiting on a second person since 20 Nov 2026 10:00 – ${subject}; it ends when somebody other than its proposer approves or declines.`,
      next: [{ at: REMINDED, what: 'those who may approve are reminded' }],
      dueAt: REMINDED,
    },
  ]);
  expect(standing({ ...awaiting, schedule: [] }).dueAt).toBeNull();
  expect([none, approve(awaiting).next, decline(awaiting).next].map((each) => standing(each).why)).toEqual([
    'Not proposed yet.',
    `Ended at 20 Nov 2026 10:00: approved – ${subject}.`,
    'Ended at 20 Nov 2026 10:00: declined, nothing was changed.',
  ]);
});

test('ORD-3 MON-2 SEC-8 the payment of an order is posted by the second person, and tells its applications; of one that is paid or still open it is refused', () => {
  const proposed = propose({ what: 'orderPayment', order: 'o', pence: 5_700n, vat: 950n }).next;
  const pay = (order: ApprovalFacts['order'], by = 'other') =>
    commands.approve.decide(proposed, {}, situation({ at: AT, by, facts: { usable: null, faults: [], order } }));
  const paid = pay({ state: 'closed', applications: ['one', 'two'] });
  expect(inWords(proposed.proposal!)).toBe('Payment of £57.00 for an order of cards, made outside the system');
  expect(effectsOf(paid)).toMatchObject({
    state: 'approved',
    entries: [{ key: 'application-order/o/payment', kind: 'payment' }],
    tells: [{ entity: 'one' }, { entity: 'two' }],
  });
  for (const [state, code] of [
    ['open', 'orderOpen'],
    ['paid', 'paid'],
  ] as const)
    expect(pay({ state, applications: [] }).refusals.map((refusal) => refusal.code)).toEqual([code]);
  expect(pay({ state: 'closed', applications: [] }, 'proposer').refusals.map(({ code }) => code)).toEqual(['fourEyes']);
});
