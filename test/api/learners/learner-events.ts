import { dateLater, hourOfDate, londonDate } from '../../../domain/working-days';
import { eventually } from '../../support/eventually';
import { seedBatch, seedCentre } from '../../support/learners';
import { rightUln } from '../../support/ulns';
import type { Given, Managed } from './managed';

interface Story {
  happened: {
    event: string;
    by: string | null;
    name: string | null;
    reason: string | null;
    changed: string[];
    flags: { code: string }[];
  }[];
  mails: { template: string; to: { email: string }[]; status: string }[];
}

/** What is told of a learner's life, within the system of `learners.api.test.ts`. */
export function testEvents(given: () => Given, managed: Managed): void {
  const { products, batchOf, some, act, edit } = managed;
  const storyOf = async (id: string, by = given().centre) => (await by.get<Story>(`/v1/learners/${id}/events`)).body;
  const events = ({ happened }: Story) => happened.map(({ event }) => event);

  test('LRN-1 LRN-3 LRN-4 ULN-2 SEC-9 the centre reads what happened to its learner: registered, edited, ULN sent and answered, withdrawn, taken back, transferred; of staff it says the awarding body, and staff are told by whom', async () => {
    const { system, tenant, centre } = given();
    const { ids } = await batchOf(some(2));
    const id = ids[0]!;
    expect((await centre.post(`/v1/learners/${id}/uln`, { uln: rightUln(50_000_001) })).status).toBe(200);
    await eventually(async () => expect(events(await storyOf(id))).toContain('ulnVerified'));
    await edit(id, { surname: 'Edited', centreReference: 'R 1' });
    await edit(ids[1]!, { surname: 'Somebody Else' });
    await act(id, 'withdraw');
    await act(id, 'unwithdraw');
    const { onward } = (await act(id, 'transfer', { product: 'ELSE' })).body;
    const staff = { user_id: tenant.staff.caseOperator.id, entity_id: id, reason: 'a word of ours' };
    const row = await system.owner('audit').where({ entity_id: id, event: 'edited' }).first();
    const { seq: _seq, txid: _txid, ...copied } = row;
    await system.owner('audit').insert({ ...copied, ...staff, before: null, after: JSON.stringify({ changed: ['postcode'] }) });
    const told = await storyOf(id);
    expect(told.happened.map(({ event, by, changed }) => [event, by, changed])).toEqual([
      ['registered', 'centre', []],
      ['ulnSaved', 'centre', []],
      ['ulnSent', null, []],
      ['ulnVerified', null, []],
      ['edited', 'centre', ['surname', 'centreReference']],
      ['edited', 'awardingBody', ['postcode']],
      ['withdrawn', 'centre', []],
      ['unwithdrawn', 'centre', []],
      ['transferred', 'centre', []],
    ]);
    const ours = told.happened.find(({ by }) => by === 'awardingBody')!;
    expect([ours.name, ours.reason]).toEqual([null, null]);
    expect(JSON.stringify(told)).not.toMatch(/Somebody Else|a word of ours/);
    expect(events(await storyOf(onward!.id))).toEqual(['transferredIn']);
    const operator = await system.signIn(tenant.staff.caseOperator.email);
    const seen = (await storyOf(id, operator)).happened.find(({ by }) => by === 'awardingBody')!;
    expect([seen.name, seen.reason]).toEqual([expect.any(String), 'a word of ours']);
  });

  test('SEC-9 LAP-1 OPS-3 mails of the lapse are told to whom they concern alone, each with the centre’s own to whom it went; another centre’s learner is not there', async () => {
    const { system, tenant, centre } = given();
    const yesterday = dateLater(londonDate(new Date().toISOString()), -1);
    const [soon, past] = [dateLater(yesterday, 7), hourOfDate(yesterday, 9)];
    const { ids, numbers } = await batchOf([
      { ...some(1)[0], surname: 'A', lapsesOn: soon, nextAt: past, registeredAt: '2023-11-02T09:00:00.000Z' },
      { ...some(1)[0], surname: 'B', registeredAt: '2023-11-02T09:00:00.000Z' },
    ]);
    expect(numbers).toHaveLength(2);
    await eventually(async () => expect(events(await storyOf(ids[0]!))).toEqual(['registered', 'noticed']));
    await eventually(async () => expect((await storyOf(ids[0]!)).mails[0]!.status).toBe('completed'));
    expect((await storyOf(ids[0]!)).mails).toMatchObject([
      { template: 'lapse-notice', to: [{ email: 'ann@centre.example' }, { email: tenant.centre.user.email }] },
    ]);
    expect(await storyOf(ids[1]!)).toMatchObject({ happened: [{ event: 'registered' }], mails: [] });
    const other = await seedCentre(system.owner, tenant, 'Elsewhere');
    const strange = await seedBatch(system.database, tenant, {
      product: { id: products['OLD']!, code: 'OLD' },
      learners: some(1),
      centre: other,
    });
    const [foreign] = await system.owner('learners').where({ batch_id: strange.batch.id }).pluck('id');
    expect((await centre.get(`/v1/learners/${foreign}/events`)).status).toBe(404);
  });
}
