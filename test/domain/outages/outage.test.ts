import { firstPolicy } from '../../../domain/policy';
import { outage } from '../../../domain/outages/outage.process';
import { answered, failedAgain, onDue, open, tryNow, unheard } from '../../../domain/outages/outage.decide';
import { stages, standingOf } from '../../../domain/outages/outage.standing';
import { unnoticed, type HeardSpell, type OutageFacts, type OutageState } from '../../../domain/outages/outage.state';
import { services } from '../../../domain/outages/service';

const calendar = { version: 'v', holidays: new Set<string>(), publishedUntil: '2027-12-31' };
const SINCE = '2026-11-20T09:00:00.000Z';
const minute = (minutes: number) => new Date(Date.parse(SINCE) + minutes * 60_000).toISOString();
const spell = (id: string, downAt: string, backAt: string | null = null): HeardSpell => ({ id, downAt, backAt });
const about = (at: string, facts: Partial<OutageFacts> = {}) => ({
  ...{ at, policy: firstPolicy, calendar, by: 'user', requestId: 'request' },
  facts: { service: 'gateway' as const, since: SINCE, spells: [spell('1', minute(1))], waiting: 0, ...facts },
});
const identity = { kind: 'outage', businessId: 'outage/o', reference: 'O-1', owner: 'administrator', tenant: 't', organisation: null };
const none = unnoticed({ ...identity, policyVersion: 'v' }, 'o');
const down = open(none, about(minute(1))).next;
const back = answered(down, minute(10), about(minute(10))).next;
const due = (at: string) => ({ what: 'look' as const, at });
const remind = (at: string) => ({ what: 'remind' as const, at });

test('OUT-1 an outage is dated from the first failed call; administrators have a task of four hours, and hear of it', () => {
  const decision = open(none, about(minute(1)));
  expect(decision).toMatchObject({ event: 'began', next: { state: 'down', stateSince: SINCE, service: 'gateway' } });
  expect(decision.opens).toEqual([{ queue: 'administrator', task: 'lookAfterService', dueAt: minute(241) }]);
  expect(decision.mails).toMatchObject([{ template: 'outage-began', facts: { subject: 'The card gateway', since: SINCE } }]);
});

test('OUT-1 what the circuit shows is heard once, in its order; one that was back before the outage opened is heard of at once', () => {
  const gone = spell('1', minute(1), minute(10));
  const facts = (...spells: HeardSpell[]) => about(minute(30), { spells }).facts;
  expect(unheard(down, facts(spell('1', minute(1))))).toBeNull();
  expect(unheard(down, facts(gone))).toMatchObject({ news: 'answered', key: '1', at: minute(10) });
  expect(unheard(back, facts(gone))).toBeNull();
  expect(unheard(back, facts(gone, spell('2', minute(20))))).toMatchObject({ news: 'failedAgain', key: '2', at: minute(20) });
  expect(unheard(back, facts(gone, spell('2', minute(25))))).toBeNull();
  const late = open(none, about(minute(30), { spells: [gone] }));
  expect(late.next.schedule).toEqual([due('2026-11-20T09:30:00.001Z')]);
  expect(unheard(late.next, facts(gone))).toMatchObject({ news: 'answered', at: minute(10) });
});

test('OUT-1 a service that flaps is one outage: down again before its quiet time is over', () => {
  expect(back).toMatchObject({ state: 'back', backAt: minute(10), schedule: [due(minute(25))] });
  const again = failedAgain(back, minute(20), about(minute(20)));
  expect(again).toMatchObject({ event: 'failedAgain', next: { state: 'down', spells: 2, backAt: null, schedule: [remind(minute(260))] } });
  expect(again.opens).toHaveLength(1);
});

test('OUT-1 it is over when the service stayed and the last case has gone on, or has had four days for it', () => {
  expect(onDue(back, due(minute(25)), about(minute(25)))).toMatchObject({
    event: 'ended',
    next: { state: 'over', schedule: [] },
    closes: ['lookAfterService'],
  });
  const waits = onDue(back, due(minute(25)), about(minute(25), { waiting: 1 }));
  expect(waits).toMatchObject({ event: 'stillWaiting', next: { state: 'back', schedule: [due(minute(40))] }, mails: [] });
  const fourDays = 4 * 24 * 60 + 10;
  expect(onDue(back, due(minute(fourDays - 1)), about(minute(fourDays), { waiting: 1 })).event).toBe('stillWaiting');
  expect(onDue(back, due(minute(fourDays)), about(minute(fourDays), { waiting: 1 })).event).toBe('ended');
});

test('OUT-1 OPS-2 as long as a service is away administrators are reminded every four hours; once it is back no more', () => {
  expect(down.schedule).toEqual([remind(minute(241))]);
  const reminded = onDue(down, down.schedule[0]!, about(minute(241)));
  expect(reminded).toMatchObject({
    event: 'reminded',
    next: { state: 'down', stateSince: SINCE, schedule: [remind(minute(481))] },
    opens: [],
  });
  expect(reminded.mails).toMatchObject([{ template: 'outage-lasts', to: { queue: 'administrator' }, facts: { since: SINCE } }]);
  expect(back.schedule.map(({ what }) => what)).toEqual(['look']);
});

test('OUT-1 OPS-2 a service that is down is tried at once where somebody asks; one that is not is refused', () => {
  expect(tryNow(down, {}, about(minute(2)))).toMatchObject({ event: 'triedNow', refusals: [], next: { state: 'down' } });
  expect(tryNow(back, {}, about(minute(12))).refusals).toMatchObject([{ code: 'notDown', rule: 'OUT-1' }]);
});

test('OUT-1 WHY-1 every state says on whom it waits and what ends it; every edge of the table leads somewhere that has words', () => {
  const states = Object.keys(stages) as OutageState[];
  for (const service of services)
    for (const state of states) {
      const standing = standingOf({ ...back, service, state });
      expect([standing.stage, standing.why.length > 10, standing.ended]).toEqual([
        stages[state],
        true,
        state === 'over' || state === 'none',
      ]);
    }
  expect(standingOf(down)).toMatchObject({ awaiting: 'gateway', clock: 'thirdParty' });
  expect(standingOf({ ...down, service: 'sms' })).toMatchObject({ awaiting: 'provider', clock: 'thirdParty' });
  for (const edges of Object.values(outage.transitions))
    for (const [from, to] of Object.entries(edges)) expect(states).toEqual(expect.arrayContaining([from, to]));
});
