import { notPayable, paymentEntry } from '../applications/application-order';
import { dueAs } from '../counts';
import { refusedBy, type Decision, type Effects, type Entry } from '../decision';
import { inPounds, type Pence } from '../money';
import type { Scheduled, Situation, Unheard } from '../process';
import { refuse, type Refusal } from '../refusal';
import { ladder } from '../schedule';
import { laterOf, type Instant } from '../working-days';
import type { CardPayment, CardPaymentEvent, CardPaymentFacts, GatewayReport, PaidFor } from './card-payment.state';
import { creditsFault } from './credits';
import { cardPaymentLife } from './card-payment.transitions';

const { step } = cardPaymentLife;
type About = Situation<CardPaymentFacts>;
/** A decision about a card payment. */
export type Decided = Decision<CardPayment>;

/** Begins to pay a closed order, or credits at a level. */
export interface Begin {
  pays: PaidFor;
  node: string;
}
/** What finance does about another amount than was asked for: funds of the payer, or it was given back at the gateway. */
export interface Settle {
  how: 'funds' | 'returned';
}

/** Finance's task about a payment over another amount or currency. */
export const SETTLE = 'settleCardPayment';
/** The account on which stands what the gateway has taken and not yet paid out. */
export const AT_GATEWAY = 'card-gateway';
const CURRENCY = 'GBP';

/** ORD-3, ORD-5, ADV-1: a payment is begun, for half an hour; meanwhile nothing else pays its order. */
export function begin(payment: CardPayment, { pays, node }: Begin, { at, by, policy, calendar, facts }: About): Decided {
  const begun = { pays, payer: by!, schedule: ladder<CardPaymentEvent>(at, [expiry(policy)], calendar) };
  if (pays.what === 'cards') {
    const order = facts.order!;
    const refusal = notPayable(order);
    if (refusal) return refusedBy(payment, refusal);
    const { pence, vat } = order;
    return step(payment, 'begun', at, { ...begun, node: order.node, pence, vat });
  }
  const { creditPence, maximumCredits } = policy.advanceOrder;
  const fault = creditsFault(pays.credits, maximumCredits);
  if (fault) return refusedBy(payment, fault);
  return step(payment, 'begun', at, { ...begun, node, pence: creditPence * BigInt(pays.credits) });
}

/** What the gateway has told and it has not heard of; at one instant a moment of its own comes first. */
export function unheard(payment: CardPayment, { reports }: CardPaymentFacts): Unheard | null {
  if (cardPaymentLife.standing(payment).ended) return null;
  const told = reports.find(({ report }) => !payment.heard.includes(report));
  const moment = payment.schedule[0];
  if (!told || (moment && moment.at <= told.at)) return null;
  return { news: 'reported', key: told.report, body: { report: told.report }, at: laterOf(told.at, payment.stateSince) };
}

/**
 * ORD-5: what the gateway reports. A success pays the order if nothing else has, and else becomes funds, however late; over another
 * amount finance looks at it. A failure frees the order, and undoes nothing.
 */
export function reported(payment: CardPayment, { report }: { report: string }, about: About): Decided {
  const told = about.facts.reports.find((each) => each.report === report)!;
  const heard = [...payment.heard, report];
  const { at } = about;
  if (told.outcome === 'failed') {
    if (payment.state !== 'pending') return step(payment, 'noted', at, { heard });
    return step(payment, 'failed', at, { heard, schedule: untilClosed(about) });
  }
  if (payment.state === 'inDoubt') return step(payment, 'noted', at, { heard });
  if (told.pence !== payment.pence || told.currency !== CURRENCY) return doubted({ ...payment, heard }, told, about);
  return taken({ ...payment, heard }, about.facts.order, told, at);
}

/** ORD-5: finance says what became of another amount than was asked for. */
export function settle(payment: CardPayment, { how }: Settle, { at }: About): Decided {
  const { doubt } = payment;
  if (!doubt) return refusedBy(payment, cardPaymentEnded(payment));
  if (how === 'returned') return step(payment, 'settled', at, { schedule: [] }, { closes: [SETTLE] });
  if (doubt.currency !== CURRENCY) {
    const remedy = 'Give it back at the gateway, and say so.';
    return refusedBy(payment, refuse('currency', 'ORD-5', `Funds are pounds, and this is ${doubt.currency}`, remedy, '/how'));
  }
  const entries = [toFunds(payment, doubt.pence)];
  return step(payment, 'settled', at, { schedule: [] }, { entries, closes: [SETTLE], mails: [becameFunds(payment, doubt.pence)] });
}

/** ORD-5: half an hour over, the order is free again; long after, nothing more is expected; of one in doubt finance is reminded. */
export function onDue(payment: CardPayment, due: Scheduled<CardPaymentEvent>, about: About): Decided {
  const then = { ...about, at: due.at };
  if (due.what === 'close') return step(payment, 'closed', due.at, { schedule: [] });
  if (due.what === 'expire') return step(payment, 'expired', due.at, { schedule: untilClosed(then) }, { evidence: { expiredAt: due.at } });
  const mails = [{ template: 'card-payment-doubt', to: { queue: 'finance' }, facts: { reference: payment.reference } }];
  return step(payment, 'reminded', due.at, { schedule: reminder(then) }, { mails });
}

/** What a command to a payment that is not in doubt is told (ORD-5). */
export function cardPaymentEnded({ state }: CardPayment): Refusal {
  return refuse('notAwaited', 'ORD-5', `Nothing is to be settled about this payment: it is ${state}`, 'Read how it stands.');
}

function taken(payment: CardPayment, order: CardPaymentFacts['order'], { at: receivedAt }: GatewayReport, at: Instant): Decided {
  const evidence = { receivedAt };
  const { pays, pence, vat, node } = payment;
  if (pays!.what === 'credits') {
    const mails = [becameFunds(payment, pence)];
    return step(payment, 'succeeded', at, { schedule: [] }, { entries: [toFunds(payment, pence)], mails, evidence });
  }
  if (order?.state !== 'closed') {
    const effects: Effects = { entries: [toFunds(payment, pence)], mails: [becameFunds(payment, pence)], evidence };
    return step(payment, 'becameFunds', at, { schedule: [], node }, effects);
  }
  const effects = {
    entries: [paymentEntry(pays!.order, { pence, vat }, AT_GATEWAY)],
    tells: order.applications.map((entity) => ({ entity })),
    evidence,
  };
  return step(payment, 'succeeded', at, { schedule: [] }, effects);
}

function doubted(payment: CardPayment, { report, pence, currency, at: receivedAt }: GatewayReport, about: About): Decided {
  const schedule = reminder(about);
  const opens = [{ queue: 'finance', task: SETTLE, ...dueAs(schedule[0]!, 'at') }];
  return step(payment, 'doubted', about.at, { doubt: { report, pence, currency }, schedule }, { opens, evidence: { receivedAt } });
}

function reminder({ at, policy, calendar }: About): Scheduled<CardPaymentEvent>[] {
  return ladder<CardPaymentEvent>(at, [{ what: 'remind', workingDays: policy.orders.settleWorkingDays }], calendar);
}

function toFunds({ id, node }: CardPayment, pence: Pence): Entry {
  const postings = [
    { account: AT_GATEWAY, pence },
    { account: `funds/${node}`, pence: -pence },
  ];
  return { key: `card-payment/${id}/funds`, kind: 'payment', postings };
}

function becameFunds({ payer, reference }: CardPayment, pence: Pence) {
  return { template: 'card-payment-funds', to: { user: payer }, facts: { reference, received: inPounds(pence) } };
}

function expiry({ orders }: About['policy']) {
  return { what: 'expire' as const, minutes: orders.cardPaymentMinutes };
}

function untilClosed({ at, policy, calendar }: About): Scheduled<CardPaymentEvent>[] {
  return ladder<CardPaymentEvent>(at, [{ what: 'close', days: policy.orders.lateReportDays }], calendar);
}
