import fc from 'fast-check';
import { onDue, record, retry, revoke, sendAgain } from '../../../domain/cards/card.decide';
import { open, reported, unheard, wentOn } from '../../../domain/cards/card.news';
import { isOver } from '../../../domain/cards/card.standing';
import { unsent, type Card, type CardFacts } from '../../../domain/cards/card.state';
import { cardLife } from '../../../domain/cards/card.transitions';
import { printerReports, printSteps, type Told } from '../../../domain/cards/printing';
import { purgeLadder } from '../../../domain/cards/purge';
import { validityAt, validityLadder } from '../../../domain/cards/validity';
import { firstPolicy } from '../../../domain/policy';
import { dateLater, endOfDate, londonDate, startOfDate, type Calendar } from '../../../domain/working-days';

const calendar: Calendar = { version: '1', holidays: new Set(), publishedUntil: '2030-12-31' };
const AT = '2026-11-26T10:00:00.000Z';
const identity = {
  kind: 'card',
  businessId: 'card/c',
  reference: 'V-1',
  owner: 'o',
  tenant: 't',
  organisation: 'g',
  policyVersion: firstPolicy.version,
};
const facts: CardFacts = {
  row: { state: 'approved', application: 'a', validTo: '2031-11-26' },
  reports: [],
  successor: null,
  employers: ['e'],
  account: null,
};
const about = (given: Partial<CardFacts> = {}, at = AT) => ({
  at,
  policy: firstPolicy,
  calendar,
  by: 'u',
  requestId: null,
  facts: { ...facts, ...given },
});
const sent = () => open(unsent(identity, 'c'), about()).next;
const after = (card: Card, ...told: Told[]) => told.reduce((before, each) => wentOn(before, each, about())?.next ?? before, card);
const report = (card: Card, told: Told, round: number) =>
  reported(card, { report: 'r' }, about({ reports: [{ report: 'r', told, round, at: AT }] }));

const date = fc.integer({ min: 0, max: 20_000 }).map((days) => dateLater('2026-01-01', days));

test('CRD-2 TIM-4 the purge is planned by London days after production, and is overdue at 00:00 after its 84th day', () => {
  fc.assert(
    fc.property(date, fc.integer({ min: 0, max: 86_399 }), (day, second) => {
      const produced = new Date(Date.parse(startOfDate(day)) + second * 1000).toISOString();
      const planned = purgeLadder(produced, firstPolicy);
      expect(planned.map(({ at }) => londonDate(at))).toEqual([56, 70, 80, 85].map((days) => dateLater(londonDate(produced), days)));
      expect(planned.at(-1)!.at).toBe(endOfDate(dateLater(londonDate(produced), 84)));
    }),
  );
});

test('CRD-3 EMP-5 TIM-4 reminders that are past are left out, and a card holds to 24:00 London of its last day, whether or not its moment has fired', () => {
  fc.assert(
    fc.property(date, fc.integer({ min: -200, max: 10 }), (validTo, days) => {
      const at = startOfDate(dateLater(validTo, days));
      const planned = validityLadder(validTo, at, firstPolicy);
      const reminded = planned.filter(({ what }) => what === 'remindExpiry').map((each) => londonDate(each.at));
      expect(reminded).toEqual([90, 60, 30, 7].map((each) => dateLater(validTo, -each)).filter((each) => each >= londonDate(at)));
      expect(planned.at(-1)).toEqual({ what: 'expire', at: at > endOfDate(validTo) ? at : endOfDate(validTo) });
      const ends = Date.parse(endOfDate(validTo));
      const [before, then] = [ends - 1, ends].map((ms) => validityAt({ state: 'issued', validTo }, new Date(ms).toISOString()));
      expect([before, then]).toEqual(['valid', 'expired']);
    }),
  );
});

test('CRD-1 whatever the printer tells in whatever order, a card only goes forward, and its newest job alone moves it', () => {
  const step = (card: Card) => printSteps.indexOf(card.step!);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...printerReports), fc.integer({ min: 0, max: 2 })), { maxLength: 12 }), (all) => {
      let card = sent();
      for (const [told, round] of all) {
        const { next } = report(card, told, round);
        expect(step(next)).toBeGreaterThanOrEqual(step(card));
        if (round !== card.round && told !== 'purged') expect([next.step, next.state]).toEqual([card.step, card.state]);
        card = next;
      }
      expect(card.state === 'issued').toBe(step(card) >= printSteps.indexOf('accepted'));
      expect(card.purge === null).toBe(step(card) < printSteps.indexOf('produced'));
    }),
  );
});

test('CRD-1 APP-4 accepted, or told of a later step, it is issued and its application hears of it once; despatched, employer and holder are told', () => {
  const accepted = wentOn(sent(), 'accepted', about())!;
  expect([accepted.next.state, accepted.tells]).toEqual(['issued', [{ entity: 'a' }]]);
  const despatched = wentOn(accepted.next, 'despatched', about())!;
  expect([despatched.tells, despatched.mails.map(({ to }) => to)]).toEqual([[], [{ user: 'e' }, { applicant: 'a' }]]);
  expect(wentOn(sent(), 'returned', about())!.tells).toEqual([{ entity: 'a' }]);
});

test('CRD-1 only what was refused or came back is printed again, only what came back sent again, and each is another job', () => {
  const [refused, returned] = [after(sent(), 'refused'), after(sent(), 'returned')];
  expect([refused, returned].map((card) => retry(card, {}, about()).next.round)).toEqual([2, 2]);
  expect(sendAgain(returned, {}, about()).next).toMatchObject({ round: 2, step: 'produced' });
  for (const card of [sent(), after(sent(), 'accepted'), after(sent(), 'despatched')])
    expect([retry(card, {}, about()), sendAgain(card, {}, about())].map(({ refusals }) => refusals[0]!.code)).toEqual([
      'notAwaited',
      'notAwaited',
    ]);
  expect(sendAgain(refused, {}, about()).refusals[0]!.code).toBe('notAwaited');
});

test('CER-3 CRD-2 only an issued card is revoked; one that the printer has not produced yet is to be purged from then on, and is over once that is confirmed', () => {
  expect(revoke(sent(), { cause: 'lost' }, about()).refusals[0]!.code).toBe('notIssued');
  const revoked = revoke(after(sent(), 'accepted'), { cause: 'lost' }, about()).next;
  expect([revoked.state, revoked.purge, revoked.schedule.map(({ what }) => what)]).toEqual([
    'revoked',
    'kept',
    ['askPurge', 'remindPurge', 'escalatePurge', 'overduePurge'],
  ]);
  expect(isOver(revoked)).toBe(false);
  const purged = record(revoked, { what: 'purged' }, about()).next;
  expect([isOver(purged), purged.schedule]).toEqual([true, []]);
  expect(record(purged, { what: 'purged' }, about()).refusals[0]!.code).toBe('notAwaited');
});

test('CRD-3 the next card supersedes one in force, after a moment of that instant; one that came from elsewhere is over at once', () => {
  const known = open(unsent(identity, 'c'), about({ row: { ...facts.row, state: 'issued', application: null } })).next;
  expect(known.schedule.at(-1)!.what).toBe('expire');
  const successor = { card: 'n', at: known.schedule[0]!.at };
  expect(unheard(known, { ...facts, successor })).toBeNull();
  const earlier = { card: 'n', at: AT };
  expect(unheard(known, { ...facts, successor: earlier })).toMatchObject({ news: 'superseded', at: AT });
  const expired = known.schedule.reduce((card) => onDue(card, card.schedule[0]!, about()).next, known);
  expect([expired.state, isOver(expired)]).toEqual(['expired', true]);
});

test('CRD-1 CRD-2 CRD-3 what is not in the table of a card’s life cannot happen', () => {
  const states = ['none', 'approved', 'issued', 'superseded', 'revoked', 'expired'] as const;
  for (const [event, edges] of Object.entries(cardLife.transitions) as [
    keyof typeof cardLife.transitions,
    Partial<Record<string, string>>,
  ][])
    for (const state of states) {
      const step = () => cardLife.step({ ...sent(), state }, event, AT, {}).next.state;
      if (edges[state]) expect(step()).toBe(edges[state]);
      else expect(step).toThrow(`no edge for ${event}`);
    }
});
