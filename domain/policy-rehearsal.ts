import { needKinds } from './applications/requirements';
import { TERMS } from './applications/terms';
import type { Decision } from './decision';
import { faultsOf, policyOf, type Policy, type PolicyChanges } from './policy';
import type { CaseState, ProcessIdentity, Situation } from './process';
import { caseOfKind, cases, type CaseKind } from './processes';
import { refuse, type Refusal } from './refusal';
import { daysLater, sameClock, type Calendar, type Instant } from './working-days';

/** Numbers that would be in force, and when. */
interface Rehearsed {
  policy: Policy;
  calendar: Calendar;
  at: Instant;
}
type Opening = (identity: ProcessIdentity, about: <Facts>(facts: Facts) => Situation<Facts>, policy: Policy) => Decision<CaseState>[];

/** So many moments of a case are let happen; nothing that follows from a number lies further away than this. */
const MOMENTS = 12;
const FARTHEST_DAYS = 15 * 366;
const MINUTE_MS = 60_000;
const day = (at: Instant) => at.slice(0, 10);

/** Of each kind of case: what it is opened with in a rehearsal, so that a new kind is rehearsed as well. */
export const openings = {
  'advance-order': (identity, about, { advanceOrder }) => {
    const { empty, commands } = cases['advance-order'];
    const { maximumCredits, maximumExtensionDays } = advanceOrder;
    const placed = commands.place.decide(empty(identity), { node: 'node', credits: maximumCredits }, about({ receipts: [] }));
    const extended = commands.extend.decide(placed.next, { days: maximumExtensionDays }, about({ receipts: [] }));
    // Where the longest extension is shorter than the hold, an order is extended later or not at all.
    return extended.refusals.length === 0 ? [placed, extended] : [placed];
  },
  suspense: (identity, about) => {
    const { at } = about(null);
    const position = { version: 1, state: 'suspense' as const, order: null };
    return [cases.suspense.opens(cases.suspense.empty(identity, 'r'), about({ pence: 1n, since: at, movedAt: at, position }))];
  },
  reversal: (identity, about) => {
    const allocation = { order: 'order', node: 'node', pence: 1n, receipts: [], allocatedBy: [], payer: 'payer' };
    const { empty, commands } = cases.reversal;
    return [commands.request.decide(empty(identity, 'r'), { order: 'order' }, about({ allocation, usable: 1n }))];
  },
  invitation: (identity, about) =>
    (['activation', 'reset'] as const).map((purpose) =>
      cases.invitation.opens(cases.invitation.empty(identity, 'i'), about({ user: 'user', purpose, madeBy: 'maker', moved: null })),
    ),
  'access-request': (identity, about) =>
    [['admin'], []].map((admins) =>
      cases['access-request'].opens(cases['access-request'].empty(identity, 'r'), about({ admins, askedAt: about(null).at })),
    ),
  approval: (identity, about) => {
    const proposal = { what: 'adjustment' as const, from: 'writeOffs', to: 'funds/node', pence: 1n };
    const { empty, commands } = cases.approval;
    return [commands.propose.decide(empty(identity, 'p'), { proposal }, about({ usable: null, faults: [] }))];
  },
  document: (identity, about) => {
    const { empty, commands, news } = cases.document;
    const wish = { kind: 'day-report' as const, day: day(about(null).at) };
    const asked = commands.ask.decide(empty(identity, 'd'), wish, about({ file: null }));
    return [asked, news.failed.decide(asked.next, null, about({ file: null }))];
  },
  'card-payment': (identity, about) => {
    const { empty, commands } = cases['card-payment'];
    const begin = { pays: { what: 'credits' as const, credits: 1 }, node: 'node' };
    return [commands.begin.decide(empty(identity, 'c'), begin, about({ order: null, reports: [] }))];
  },
  application: (identity, about, { hse }) => {
    const { commands, empty, news } = cases.application;
    const asked = {
      needs: [...needKinds],
      qualifications: ['kind'],
      purpose: 'initial' as const,
      isRegraded: false,
      endorsementAskedAt: null,
      endorsedAt: null,
    };
    const undecided = { id: 'q', kind: null, stands: 'undecided' as const, awaiting: 'staff' as const, validFrom: null, validTo: null };
    const form = { changedAt: about(null).at, hasPhone: true, hasEmail: true, hseChoice: 'laterOnline' as const, ...asked };
    const order = { line: 'line', order: 'order', addedAt: about(null).at, state: 'paid' as const, paidAt: about(null).at };
    const photos = [{ photo: 'photo', givenAt: about(null).at, verifiedAt: null, validFrom: null, validTo: null }];
    const qualifications = [{ ...undecided, since: about(null).at }];
    const nobody = { endorsers: { grading: [], qualifiedSupervisor: [] }, leftAt: null };
    const person = { hse: [], exemptedAt: null, photos, identityChecks: [], qualifications, ...nobody };
    const rows = { node: 'node', rowState: 'readyToFinalise' as const, form, order, ...person, acceptedAt: null };
    const known = about({ asOf: about(null).at, ...rows });
    const told = { terms: TERMS.version, understandsHsePending: true };
    const ordered = news.ordered.decide(commands.finalise.decide(empty(identity, 'a'), told, known).next, { line: 'line' }, known);
    const held = news.checked.decide(news.paid.decide(ordered.next, null, known).next, null, known);
    const longest = { days: hse.extensionDays };
    return Array.from({ length: hse.extensions }).reduce<(typeof held)[]>(
      (all) => [...all, commands.extend.decide(all.at(-1)!.next, longest, known)],
      [held],
    );
  },
  exemption: (identity, about) => {
    const { empty, commands } = cases.exemption;
    const asked = { application: 'application', evidence: 'file' };
    return [commands.ask.decide(empty(identity, 'e'), asked, about({ faults: [], hasLeft: false }))];
  },
  qualification: (identity, about) => {
    const { empty, opens, news, commands } = cases.qualification;
    const given = { id: 'g', round: 1, isLookedUp: true, givenBy: 'user', at: about(null).at, result: null };
    const facts = { person: 'person', account: 'user', told: 'user', kinds: [] };
    const document = about({ ...facts, given: { ...given, source: 'document' as const } });
    const read = opens(empty(identity, 'q'), document);
    const unread = news.failed.decide(read.next, 'read/1', document);
    const entered = opens(empty(identity, 'q'), about({ ...facts, given: { ...given, source: 'details' as const } }));
    return [read, unread, entered, commands.refer.decide(unread.next, {}, document), commands.contest.decide(unread.next, {}, document)];
  },
  outage: (identity, about) => {
    const { empty, opens, news } = cases.outage;
    const facts = about({ service: 'mail' as const, since: about(null).at, spells: [], waiting: 0 });
    const down = opens(empty(identity, 'o'), facts);
    return [down, news.answered.decide(down.next, facts.at, facts)];
  },
  card: (identity, about) => {
    const { empty, opens, commands } = cases.card;
    const { at } = about(null);
    const row = { application: 'application', validTo: day(at) };
    const facts = { reports: [], successor: null, employers: [], account: null };
    const approved = about({ ...facts, row: { ...row, state: 'approved' } });
    const sent = opens(empty(identity, 'c'), approved);
    return [sent, commands.record.decide(sent.next, { what: 'produced' }, approved)];
  },
  'centre-request': (identity, about) => {
    const { empty, commands } = cases['centre-request'];
    return [commands.ask.decide(empty(identity, 'n'), { what: 'country', code: 'NO' }, about({ faults: [] }))];
  },
  registration: (identity, about) => {
    const { empty, commands, news } = cases.registration;
    const facts = about({ checkedAt: null, openGroups: 1, removedAt: null, confirm: null, undo: null });
    const sent = commands.send.decide(empty(identity, 'r'), { isCheckOnly: false, isKeyedIn: false }, facts);
    return [sent, news.checked.decide(sent.next, null, facts)];
  },
  'modified-papers': (identity, about) => {
    const { empty, opens, news, commands } = cases['modified-papers'];
    const at = about(null).at;
    const booking = { id: 'booking', since: at, isGone: false, day: day(daysLater(at, 30)) };
    const facts = { booking, learner: { isGone: false, since: at }, needs: { version: 1, since: at, isNeeded: true }, wasRefused: true };
    const known = about({ ...facts, processedAt: null, despatchedAt: null, evidence: { round: 1, at } });
    const asked = opens(empty(identity, 'm'), known);
    const given = news.evidenceGiven.decide(asked.next, null, known);
    return [asked, given, commands.askAgain.decide(given.next, {}, known)];
  },
} satisfies Record<CaseKind, Opening>;

/** What beside cases counts with the numbers: when sessions, locks, codes, links and keys end. */
function limitsOf({ policy: { session, signIn, users, requests, files, work }, calendar, at }: Rehearsed): Instant[] {
  const minutes = [session.idleMinutes, signIn.failuresWithinMinutes, signIn.lockMinutes, signIn.codeMinutes];
  return [
    ...[...minutes, requests.heldMinutes, files.linkMinutes, users.linkHours * 60].map((each) =>
      new Date(Date.parse(at) + each * MINUTE_MS).toISOString(),
    ),
    daysLater(at, users.apiKeyDays),
    sameClock(at, work.serviceDays, calendar),
  ];
}

/**
 * What keeps changed numbers from coming into force (TIM-3): a bound, an order between them, or a reader who cannot work with the
 * policy as it then would be. `changes` are all that differ from the first version; each kind of case is opened and its moments
 * happen on them.
 */
export function rehearsePolicy(changes: PolicyChanges, calendar: Calendar, at: Instant): Refusal[] {
  const faults = faultsOf(changes);
  if (faults.length > 0) return faults;
  const rehearsed = { policy: policyOf({ policyVersion: 'rehearsed', policyChanges: changes }), calendar, at };
  const kinds = Object.keys(cases) as CaseKind[];
  return [
    ...read('Sessions, codes and links', () => insistOnNear(at, limitsOf(rehearsed))),
    ...kinds.flatMap((kind) => read(cases[kind].life, () => live(kind, rehearsed))),
  ];
}

function read(who: string, work: () => void): Refusal[] {
  try {
    work();
    return [];
  } catch (error) {
    const detail = `${who} cannot go by these numbers from then on: ${(error as Error).message}`;
    return [refuse('policyRehearsal', 'TIM-3', detail, 'Propose numbers nearer to those in force, or an earlier day.', '/changes')];
  }
}

/** Opens cases of a kind and lets their moments happen. Throws where the rules throw or refuse, or plan what cannot be. */
function live(kind: CaseKind, { policy, calendar, at }: Rehearsed): void {
  const { onDue, standing } = caseOfKind(kind);
  const names = { kind, businessId: `${kind}/rehearsed`, reference: 'R-1', owner: 'staff', tenant: 't', organisation: 'o' };
  const situation = <Facts>(facts: Facts, now = at) => ({ at: now, policy, calendar, by: 'user', requestId: 'request', facts });
  // Its moments stand on the facts that it was opened with.
  let known: unknown = null;
  const about = <Facts>(facts: Facts) => {
    known = facts;
    return situation(facts);
  };
  for (const opened of openings[kind]({ ...names, policyVersion: policy.version }, about, policy)) {
    let decision: Decision<CaseState> = opened;
    for (let now = at, moment = 0; moment < MOMENTS; moment += 1) {
      if (decision.refusals.length > 0) throw new Error(decision.refusals[0]!.detail);
      standing(decision.next);
      const planned = decision.next.schedule.map((each) => each.at);
      insistOnNear(now, planned);
      if (planned.some((each, index) => each < (planned[index - 1] ?? now))) throw new Error('its moments do not follow one another');
      const [due] = decision.next.schedule;
      if (!due) break;
      now = due.at;
      decision = onDue(decision.next, due, situation(known, now));
    }
  }
}

/** Throws where an instant is none, or lies so far away that nobody can have meant it. */
function insistOnNear(now: Instant, instants: Instant[]): void {
  const farthest = Date.parse(now) + FARTHEST_DAYS * 24 * 60 * MINUTE_MS;
  if (instants.some((each) => !/^[1-9]\d{3}-/.test(each) || Date.parse(each) > farthest)) throw new Error('what follows lies out of reach');
}
