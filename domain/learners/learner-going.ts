import { asksForDates, isMadeOfOthers } from '../catalogue/product';
import type { Price } from '../orders/fee';
import { refuse, type Refusal } from '../refusal';
import { lapseOf } from '../registration/registration.confirm';
import { chosenOf, confirmRefusals } from '../registration/registration.refusals';
import type { Confirm, ConfirmFacts } from '../registration/registration.state';
import { londonDate } from '../working-days';
import { chargeOf, refusedBecause } from './learner.decide';
import type { LearnerState } from './learner.state';
import { noStep, stepOf, type AboutLearner, type LearnerDecision } from './learner.transitions';

/** To which product a learner goes, and into which batch: one that is there, else one that is made (LRN-4, LRN-5). */
export interface Destination extends Pick<Confirm, 'batch' | 'window' | 'mode'> {
  /** The batch that is made where none is named. */
  newBatch: string;
}
/** What is asked of a product and its batch, as registering learners asks it. */
export type DestinationFacts = Pick<
  ConfirmFacts,
  'group' | 'product' | 'members' | 'isApproved' | 'sessions' | 'batch' | 'windows' | 'price'
>;
/** What a learner's going stands on. */
export interface GoingFacts {
  to: DestinationFacts;
  /** How many went into the batch before, by the same command. */
  before: number;
  /** He stands on that product and session already (REG-9). */
  isThere: boolean;
  /** Sampled at a visit of the external quality assurer (LRN-4). */
  isSampled: boolean;
  /** What results he has, of those who assess within the centre and without (LRN-5). */
  results: readonly ('internal' | 'external')[];
  /** The nested suite of the product that he leaves; null for none. */
  suite: string | null;
  /** What a registration on that product costs on the day; null where no fee stands (LRN-5). */
  costs: Price | null;
  /** He has not both of start and planned end (REG-4). */
  isUndated: boolean;
  /** He has arrangements or modified papers (REG-12). */
  hasNeeds: boolean;
}
type About = AboutLearner<GoingFacts>;

/** LRN-4: to another product or batch: the old fee is credited, unless he was sampled at a visit, and the new one charged. */
export function transfer(learner: LearnerState, to: Destination, about: About): LearnerDecision {
  const { facts } = about;
  const no = refusedBecause(learner, 'transferred');
  if (no) return no;
  const refusals = refusalsOf(learner, to, about, 'LRN-4');
  if (refusals.length > 0) return noStep(learner, ...refusals);
  const credit = facts.isSampled ? [] : [chargeOf(learner, 'transferredOut', -1, learner.fee)];
  return gone(learner, 'transferred', to, about, (into) => [
    ...credit,
    { what: 'transferredIn', quantity: 1, price: priceOf(facts.to), ...into },
  ]);
}

/**
 * LRN-5: up or down within a nested suite, with a result only: the old fee is credited, and the higher of the two charged. Of a suite the
 * dearer product is the higher one; of two that cost the same neither is (docs/decisions/0058).
 */
export function top(which: 'toppedUp' | 'toppedDown') {
  return (learner: LearnerState, to: Destination, about: About): LearnerDecision => {
    const { facts } = about;
    const no = refusedBecause(learner, which);
    if (no) return no;
    const refusals = [...suiteRefusals(learner, which, facts), ...refusalsOf(learner, to, about, 'LRN-5')];
    if (refusals.length > 0) return noStep(learner, ...refusals);
    const price = higher(learner.fee, priceOf(facts.to));
    const charges = (into: { product: string; batch: string }) => [
      chargeOf(learner, 'toppedOut' as const, -1, learner.fee),
      { what: 'toppedIn' as const, quantity: 1 as const, price, ...into },
    ];
    return gone(
      learner,
      which,
      to,
      { ...about, facts: { ...facts, to: { ...facts.to, price: { ...facts.to.price!, ...price } } } },
      charges,
    );
  };
}

/** What a registration costs on the day, without the day from which it does. */
function priceOf({ price }: Pick<DestinationFacts, 'price'>): Price {
  const { net, vat, vatRate } = price!;
  return { net, vat, vatRate };
}

/** The higher of two prices by what is paid, with tax; the first one where they cost the same (LRN-5). */
export function higher(one: Price, other: Price): Price {
  return paid(other) > paid(one) ? other : one;
}

function gone(
  learner: LearnerState,
  event: 'transferred' | 'toppedUp' | 'toppedDown',
  to: Destination,
  { at, facts: { to: facts, isSampled } }: About,
  chargesOf: (into: { product: string; batch: string }) => LearnerDecision['charges'],
): LearnerDecision {
  const product = facts.product!;
  const into = { product: product.product, batch: facts.batch?.id ?? to.newBatch };
  const session = facts.batch?.session ?? facts.sessions[0]!;
  const { window, mode } = chosen(to, facts);
  const onward = {
    ...{ ...into, session, window, mode, joins: facts.batch !== null },
    ...{ lapsesOn: lapseOf(londonDate(at), product), fee: priceOf(facts) },
  };
  const evidence = {
    ...{ receivedAt: at, product: product.product, productFrom: product.from, batch: into.batch, ...(window ? { window } : {}) },
    ...(isSampled ? { sampled: 'yes' } : {}),
  };
  return stepOf(learner, event, at, { nextAt: null }, { onward, evidence, charges: chargesOf(into) });
}

function refusalsOf(learner: LearnerState, to: Destination, about: About, rule: string): Refusal[] {
  const { policy } = about;
  const { to: facts, before, isThere } = about.facts;
  const refusals: Refusal[] = [];
  const no = (code: string, detail: string, remedy: string, place: string) => refusals.push(refuse(code, rule, detail, remedy, place));
  const { product } = facts;
  if (learner.bundle)
    no('ofBundle', 'The learner is one of an apprenticeship or a bundle', 'Cancel the registration, and register the learner anew.', '');
  if (product && isMadeOfOthers(product))
    no('madeOfOthers', 'This product is made of others', 'Choose one of them, or register the learner anew.', '/product');
  refusals.push(...unfit(about.facts, rule));
  if (learner.batch === facts.batch?.id) no('sameBatch', 'The learner is in this batch', 'Choose another one.', '/batch');
  else if (isThere)
    no(
      'learnerThere',
      'Somebody with this ULN, or of this name and birth date, is registered on this product and session',
      'Compare the learners, and cancel one of the two; where the centre has no other, check the ULN.',
      '',
    );
  const asked = { ...to, group: '', session: null, learnerAddress: null, certificateAddress: null };
  const lines = {
    lines: before + 1,
    faulty: [],
    faultyCount: 0,
    registered: [],
    registeredCount: 0,
    lineWindows: [],
    lineModes: [],
    undated: [],
    needing: [],
    windowRows: [],
    booking: null,
  };
  const picked = chosen(to, facts);
  const all = { ...facts, ...lines, strangeAddresses: [] };
  const asRegistering = confirmRefusals(asked, all, picked, policy.registrations.batchLearners);
  refusals.push(...asRegistering.map((refusal) => (refusal.place === '/group' ? { ...refusal, place: '/product' } : refusal)));
  if (product?.hasWindows && !picked.window && !asRegistering.some(({ place }) => place === '/window'))
    no('windowMissing', 'An assessment window is missing', 'Choose one of the product’s.', '/window');
  return refusals;
}

/** REG-4, REG-12: what a product asks of a learner, or does not take. */
function unfit({ to: { product }, isUndated, hasNeeds }: GoingFacts, rule: string): Refusal[] {
  if (!product) return [];
  const dates = refuse('datesMissing', rule, 'This product asks for the start and the planned end', 'Edit the learner first.', '');
  const needs = refuse(
    'noArrangements',
    rule,
    'This product takes no arrangements or modified papers',
    'Take them out of the learner first.',
    '',
  );
  return [...(isUndated && asksForDates(product, []) ? [dates] : []), ...(hasNeeds && !product.takesArrangements ? [needs] : [])];
}

function suiteRefusals(learner: LearnerState, which: 'toppedUp' | 'toppedDown', facts: GoingFacts): Refusal[] {
  const { to, suite, results } = facts;
  const no = (code: string, detail: string, remedy: string, place = '/product') => refuse(code, 'LRN-5', detail, remedy, place);
  const noResult = no('noResult', 'The learner has no result yet', 'Wait for one, or transfer the learner.', '');
  const refusals = results.length === 0 ? [noResult] : [];
  if (!to.product) return refusals;
  if (to.product.product === learner.product)
    return [no('sameProduct', 'The learner is on this product', 'Choose another one of its suite.'), ...refusals];
  if (suite === null || to.product.suite !== suite)
    return [no('otherSuite', 'The product is of another suite', 'Choose one of the same suite, or transfer the learner.'), ...refusals];
  const [from, into] = [paid(facts.costs ?? learner.fee), to.price ? paid(to.price) : null];
  if (into !== null && which === 'toppedUp' && into < from)
    return [no('notHigher', 'This product is a lower one of the suite: it costs less', 'Top the learner down to it instead.'), ...refusals];
  if (into !== null && which === 'toppedDown' && into > from)
    return [no('notLower', 'This product is a higher one of the suite: it costs more', 'Top the learner up to it instead.'), ...refusals];
  return refusals;
}

function paid({ net, vat }: Price): bigint {
  return net + vat;
}

/** A window that is asked for stands where the batch has none of its own. */
function chosen(to: Destination, { batch, windows }: DestinationFacts) {
  const { window, mode } = chosenOf(to, { batch, windows, lineWindows: [], lineModes: [] });
  return { window: window ?? to.window, mode: mode ?? to.mode };
}
