import { v7 as uuid } from 'uuid';
import { startOf } from '../../../domain/processes';
import { firstPolicy } from '../../../domain/policy';
import { cardIs, cardNow, cardOf, printerJob, printerTells, type CardBody } from '../../support/cards';
import { eventually } from '../../support/eventually';
import { result, stateIs } from '../../support/hse-stories';
import { stories, type Story } from '../../support/story';

const { test } = stories('card-life');

const mailsOf = ({ system }: Story, { id }: { id: string }, name: string) =>
  system.owner('outbox').where({ entity_id: id, kind: 'mail', name });
const asked = ({ system }: Story, { id }: { id: string }) =>
  system.owner('outbox').where({ entity_id: id, kind: 'printer', name: 'purge' });
const tasks = ({ system }: Story, { id }: { id: string }) =>
  system.owner('work_items').where({ entity_id: id, closed_at: null }).pluck('task');

/** An employee's card that came from elsewhere, valid to a day, whose case has begun. */
async function cardTo({ system, tenant, given, as }: Story, validTo: string): Promise<{ card: CardBody; employee: string }> {
  const { id: employee, number } = await given.employer.employee();
  const { id: person } = await system.owner('persons').where({ number }).first('id');
  const id = uuid();
  const of = { id, tenant_id: tenant.id, person_id: person, number: `OLD-${number}`, type: 'craft' };
  await system.owner('cards').insert({ ...of, valid_from: '2024-04-01', valid_to: validTo, state: 'issued' });
  const about = { owner: 'caseOperator', tenant: tenant.id, organisation: tenant.companies[0].id, policyVersion: firstPolicy.version };
  await system.processes.start(startOf('card', id, about));
  return {
    card: await eventually(async () => {
      const body = await cardNow(as.caseOperator, { id });
      expect(body.standing).not.toBeNull();
      return body;
    }),
    employee,
  };
}

/** A card that the printer has produced, and when it said so. */
async function producedAt(scene: Story, at: string): Promise<CardBody> {
  const { given, as, system } = scene;
  const application = await given.employer.finalised();
  await result(scene, application, 'pass');
  await given.pays(await given.employer.closed([application]));
  await stateIs(scene, application, 'beingProduced');
  const card = await cardOf(as.caseOperator, application);
  await printerJob(system, card.id);
  await system.sleepUntil(at);
  await system.receivedAt(at, async () => {
    await printerTells(system, card.id, 'produced');
    await cardIs(as.caseOperator, card, { step: 'produced' });
  });
  return card;
}

test('CRD-3 EMP-5 TIM-4 scenario 3: a card to 31 March 2027 is reminded of on 31 December, 30 January, 1 and 24 March at 09:00 London; renewal opens on 31 December, and it expires at 24:00', async (scene) => {
  const { boundary, as, system } = scene;
  const { card, employee } = await cardTo(scene, '2027-03-31');
  const renew = () =>
    as.employerUser.post<{ errors?: { code: string }[] }>('/v1/applications?dryRun=true', {
      applications: [{ employee, cardType: 'craft', purpose: 'renewal' }],
    });
  const renewable = async () => {
    const { status, body } = await renew();
    return status < 300 ? 'open' : body.errors![0]!.code;
  };
  await boundary('2026-12-31T00:00:00.000Z', {
    before: async () => expect(await renewable()).toBe('tooEarly'),
    after: async () => expect(await renewable()).toBe('open'),
  });
  for (const [index, at] of [
    '2026-12-31T09:00:00.000Z',
    '2027-01-30T09:00:00.000Z',
    '2027-03-01T09:00:00.000Z',
    '2027-03-24T09:00:00.000Z',
  ].entries())
    await boundary(at, {
      before: async () => expect(await mailsOf(scene, card, 'card-expiring')).toHaveLength(index),
      after: () => eventually(async () => expect(await mailsOf(scene, card, 'card-expiring')).toHaveLength(index + 1)),
    });
  const validity = async () => ((await (await fetch(`${system.api}/v1/card-checks/${card.code}`)).json()) as { validity: string }).validity;
  await boundary('2027-03-31T23:00:00.000Z', {
    before: async () => expect([await validity(), (await cardNow(as.caseOperator, card)).state]).toEqual(['valid', 'issued']),
    after: async () => {
      expect(await validity()).toBe('expired');
      await cardIs(as.caseOperator, card, { state: 'expired' });
    },
  });
  const { items } = (await as.employerUser.get<{ items: { id: string }[] }>('/v1/employees?cards=expiring')).body;
  expect(items.map(({ id }) => id)).toContain(employee);
});

test('CRD-2 TIM-4 the purge is asked for on day 56 after production, reminded on 70, with the DPO on 80, overdue on day 85; confirmed by the printer it is over', async (scene) => {
  const { boundary, as, system } = scene;
  const produced = '2027-05-10T15:00:00.000Z';
  const card = await producedAt(scene, produced);
  const purge = async () => (await cardNow(as.caseOperator, card)).purge;
  const is = (stage: string) => async () => expect(await purge()).toBe(stage);
  const soon = (stage: string) => () => eventually(is(stage));
  await boundary('2027-07-05T08:00:00.000Z', { before: is('kept'), after: soon('asked') });
  expect((await printerJob(system, card.id, 'purge')).asked).toEqual(['print', 'purge']);
  await boundary('2027-07-19T08:00:00.000Z', { before: is('asked'), after: soon('reminded') });
  expect(await asked(scene, card)).toHaveLength(2);
  await boundary('2027-07-29T08:00:00.000Z', { before: is('reminded'), after: soon('escalated') });
  expect(await tasks(scene, card)).toContain('confirmPurge');
  await boundary('2027-08-02T23:00:00.000Z', { before: is('escalated'), after: soon('overdue') });
  expect(await mailsOf(scene, card, 'card-purge-overdue')).toHaveLength(1);
  await printerTells(system, card.id, 'purged');
  await eventually(is('confirmed'));
  expect(await tasks(scene, card)).not.toContain('confirmPurge');
});

test('CRD-2 CER-3 a card that is revoked before it is purged is purged all the same, and is reminded of no more', async (scene) => {
  const { as, system } = scene;
  const card = await producedAt(scene, '2027-09-01T10:00:00.000Z');
  await as.caseOperator.post(`/v1/cards/${card.id}/revoke`, { cause: 'stolen', reason: 'Reported to the police' });
  const { state, standing } = await cardNow(as.caseOperator, card);
  expect([state, standing!.holds.map(({ name }) => name)]).toEqual(['revoked', ['purge']]);
  await system.sleepUntil('2027-10-28T10:00:00.000Z');
  await cardIs(as.caseOperator, card, { purge: 'asked' });
  await printerTells(system, card.id, 'purged');
  await eventually(async () =>
    expect((await system.owner('processes').where({ entity_id: card.id }).first('ended_at')).ended_at).not.toBeNull(),
  );
});

test('CRD-1 a printer that reports nothing is asked after by a case operator five working days later', async (scene) => {
  const { boundary } = scene;
  const card = await producedAt(scene, '2027-11-01T10:00:00.000Z');
  await boundary('2027-11-08T10:00:00.000Z', {
    before: async () => expect(await tasks(scene, card)).toEqual([]),
    after: () => eventually(async () => expect(await tasks(scene, card)).toEqual(['chasePrinter'])),
  });
});
