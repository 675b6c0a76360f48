import { randomUUID } from 'node:crypto';
import { seedBatch, seedCentre } from '../../support/learners';
import type { Problem } from '../../support/orders';
import type { Given, Import, Managed } from './managed';

/** Editing, amending names, and dates by file, within the system of `learners.api.test.ts`. */
export function testEdits(given: () => Given, managed: Managed): void {
  const { products, batchOf, some, act, owed, money, shown, edit, dated } = managed;

  test('LRN-1 REG-12 AUD-1 a learner is edited under the version that was read: what is read can be written; the trail names the fields and no values', async () => {
    const { system } = given();
    const { ids } = await batchOf([dated({ uln: '1000102504' })]);
    const before = await shown(ids[0]!);
    const cells = {
      surname: 'Zoë-Field',
      plannedEndOn: '01/08/2027',
      'arrangement.reader': 'Y',
      braille: 'Y',
      grade: '2',
      contactEmail: 'a@b.example',
    };
    const done = await edit(ids[0]!, cells);
    expect(done).toMatchObject({
      status: 200,
      body: { surname: 'Zoë-Field', plannedEndOn: '2027-08-01', uln: '1000102504', version: before.version + 1 },
    });
    expect(done.body.arrangements).toEqual(['braille, grade 2', 'Reader or computer reader']);
    expect((await edit(ids[0]!, {}, before.version)).status).toBe(412);
    expect(await edit(ids[0]!, {})).toMatchObject({ status: 200, body: { version: before.version + 1 } });
    const audits = await system.owner('audit').where({ entity_id: ids[0], event: 'edited' });
    expect(audits.map(({ before: was, after }) => [was, after.changed.sort()])).toEqual([
      [null, ['arrangements', 'contactEmail', 'modifications', 'plannedEndOn', 'surname']],
    ]);
    expect(audits.map(({ reason, evidence }) => [reason, evidence])).toEqual([[null, {}]]);
  });

  test('LRN-1 REG-9 REG-12 every fault of an edit is told at once at its field; a name that somebody has there already is refused, and whoever is gone is not edited', async () => {
    const { ids } = await batchOf([dated(), dated()]);
    const faulty = await edit(ids[0]!, { gender: 'X', plannedEndOn: '29/02/2027', enlarged: 'Y', 'arrangement.scribe': 'Y' });
    expect([faulty.status, faulty.body.errors.map(({ pointer, code }) => `${pointer} ${code}`).sort()]).toEqual([
      422,
      ['/cells/contactEmail contactMissing', '/cells/gender gender', '/cells/plannedEndOn date', '/cells/size detailMissing'],
    ]);
    const { surname } = await shown(ids[1]!);
    expect(await edit(ids[0]!, { surname })).toMatchObject({ status: 409, body: { errors: [{ code: 'learnerThere', rule: 'REG-9' }] } });
    expect(await edit(ids[0]!, { surname, birthDate: '2008-02-04' })).toMatchObject({ status: 200 });
    await act(ids[0]!, 'cancel');
    expect(await edit(ids[0]!, { postcode: 'CB1 2AB' })).toMatchObject({ status: 409, body: { errors: [{ code: 'learnerState' }] } });
  });

  test('LRN-1 REG-11 of an apprenticeship the person is edited on each qualification', async () => {
    const { system } = given();
    const whole = await batchOf([], { code: 'WHOLE' });
    const person = { ...some(1)[0], number: `L${randomUUID()}` };
    const [one, two] = [await batchOf([person], { bundle: whole.batch }), await batchOf([person], { code: 'UP', bundle: whole.batch })];
    expect((await edit(one.ids[0]!, { forename: 'Bea', startOn: '01/09/2026', plannedEndOn: '01/07/2027' })).status).toBe(200);
    expect(await system.owner('learners').whereIn('id', [two.ids[0]!]).pluck('planned_end_on')).toEqual([null]);
    expect(await system.owner('learners').whereIn('id', [one.ids[0]!, two.ids[0]!]).pluck('forename')).toEqual(['Bea', 'Bea']);
  });

  test('LRN-2 CEN-1 WHY-3 the name of a certificated learner is amended with a reason, for the fee of a replacement, and nothing else of him', async () => {
    const { system, tenant } = given();
    const { ids } = await batchOf([dated(), dated()]);
    const names = { forename: 'Ann', surname: 'Renamed', reason: 'Married', purchaseOrder: 'PO 9' };
    expect(await act(ids[0]!, 'amend-name', names)).toMatchObject({ status: 409, body: { errors: [{ code: 'notCertificated' }] } });
    const since = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
    const certificate = (id: string, days: number) =>
      system
        .owner('learners')
        .where({ id })
        .update({ state: 'certificated', certificated_on: since(days), next_at: null });
    await certificate(ids[0]!, 89);
    await certificate(ids[1]!, 91);
    const [before] = [await owed()];
    const [fee] = await system.owner('fees').where({ tenant_id: tenant.id, item: 'replacementCertificate' });
    const cost = Number(fee.net_pence + fee.vat_pence);
    expect(await edit(ids[0]!, { surname: 'Other' })).toMatchObject({ status: 409, body: { errors: [{ code: 'certificated' }] } });
    expect(money((await act(ids[0]!, 'amend-name', names, '?dryRun=true')).body)).toEqual([['nameAmended', cost]]);
    const done = await act(ids[0]!, 'amend-name', names);
    expect([done.status, money(done.body), await owed()]).toEqual([200, [['nameAmended', cost]], before! + cost]);
    expect(await shown(ids[0]!)).toMatchObject({ surname: 'Renamed', state: 'certificated' });
    expect(await act(ids[0]!, 'amend-name', names)).toMatchObject({ status: 422, body: { errors: [{ code: 'sameName' }] } });
    expect(await act(ids[1]!, 'amend-name', names)).toMatchObject({ status: 409, body: { errors: [{ code: 'amendOver' }] } });
    const [audit] = await system.owner('audit').where({ entity_id: ids[0], event: 'nameAmended' });
    expect(audit).toMatchObject({ reason: 'Married', after: { changed: ['surname'] }, evidence: { certificatedOn: since(89) } });
  });

  const download = async (query: string) => {
    const { centre, system } = given();
    const headers = { Authorization: `Bearer ${await centre.token()}` };
    return (await fetch(`${system.api}/v1/learner-dates?${query}`, { headers })).text();
  };
  const send = async (content: string, path = '', key = randomUUID()) => {
    const { centre, system } = given();
    const headers = {
      Authorization: `Bearer ${await centre.token()}`,
      'Content-Type': 'text/csv',
      'X-File-Name': 'dates.csv',
      'Idempotency-Key': key,
    };
    return fetch(`${system.api}/v1/learner-dates${path}`, { method: 'POST', headers, body: content });
  };
  const sent = async (content: string, path = '') => {
    const answer = await send(content, path);
    return { status: answer.status, body: (await answer.json()) as Import & Problem };
  };
  const HEAD = 'Learner number,Batch,Start date,Planned end date';
  const numberOf = async (batch: string): Promise<string> => (await given().system.owner('batches').where({ id: batch }).first()).number;

  test('LRN-1 IMP-1 WHY-3 planned end dates are downloaded, changed and sent back as one import; the same file again changes nothing and says so', async () => {
    const { system } = given();
    const { batch, ids } = await batchOf([dated(), dated()]);
    const file = await download(`batch=${await numberOf(batch)}`);
    expect(file.split('\r\n')[0]).toBe('Learner number,Batch,Forename,Surname,Product,Start date,Planned end date');
    const changed = file.replace('2027-07-01', '29/02/2028');
    expect(await sent(changed, '?dryRun=true')).toMatchObject({ status: 200, body: { rows: 2, changed: 1 } });
    const key = randomUUID();
    const [first, again] = [await send(changed, '', key), await send(changed, '', key)];
    expect([first.status, again.status, await again.json()]).toEqual([201, 201, await first.json()]);
    const ends = () => system.owner('learners').whereIn('id', ids).orderBy('planned_end_on').pluck('planned_end_on');
    expect(await ends()).toEqual(['2027-07-01', '2028-02-29']);
    const versions = await system.owner('learners').whereIn('id', ids).orderBy('version').pluck('version');
    expect(versions).toEqual([1, 2]);
    expect(await sent(changed)).toMatchObject({ status: 201, body: { rows: 2, changed: 0 } });
    expect(await system.owner('learners').whereIn('id', ids).orderBy('version').pluck('version')).toEqual(versions);
    const [audit] = await system.owner('audit').whereIn('entity_id', ids).where({ event: 'edited' });
    expect(audit).toMatchObject({ before: null, after: { changed: ['plannedEndOn'] } });
  });

  test('LRN-1 IMP-1 SEC-9 every fault of a file is told by row and column and nothing of it is kept: 29 February of a wrong year, another centre’s learner, the end before the start, one twice, one who is gone', async () => {
    const { system, tenant } = given();
    const { batch, ids, numbers } = await batchOf([dated(), dated(), dated()]);
    const number = await numberOf(batch);
    const other = await seedCentre(system.owner, tenant, 'Elsewhere too');
    const strange = await seedBatch(system.database, tenant, {
      product: { id: products['OLD']!, code: 'OLD' },
      learners: [dated()],
      centre: other,
    });
    const foreign = await system.owner('learners').where({ batch_id: strange.batch.id }).first();
    await act(ids[2]!, 'cancel');
    const rows = [
      `${numbers[0]},${number},2026-09-01,29/02/2027`,
      `${foreign.number},${await numberOf(strange.batch.id)},2026-09-01,01/08/2027`,
      `${numbers[1]},${number},2026-09-01,31/08/2026`,
      `${numbers[1]},${number},2026-09-01,2027-07-01`,
      `${numbers[2]},${number},2026-09-01,01/08/2027`,
    ];
    const content = [HEAD, ...rows].join('\n');
    const { status, body } = await sent(content);
    expect([
      status,
      body.errors.map((each) => {
        const { row, column, code } = each as unknown as { row: number; column: string; code: string };
        return [row, column, code];
      }),
    ]).toEqual([
      422,
      [
        [2, 'D', 'date'],
        [3, 'A', 'learnerUnknown'],
        [4, 'D', 'endBeforeStart'],
        [5, 'A', 'doubled'],
        [6, 'D', 'learnerState'],
      ],
    ]);
    const back = await (await send(content, '/check')).text();
    expect(back.split('\r\n').slice(0, 2)).toEqual([
      `${HEAD},Errors`,
      `${numbers[0]},${number},2026-09-01,29/02/2027,"D: This is no date of the calendar. Write it as dd/mm/yyyy, for instance 03/04/2009."`,
    ]);
    expect(await system.owner('learners').where({ batch_id: batch }).pluck('planned_end_on')).toEqual(Array(3).fill('2027-07-01'));
    const mended = back.split('\r\n').slice(0, 2).join('\r\n').replace('29/02/2027', '28/02/2027');
    expect(await sent(mended)).toMatchObject({ status: 201, body: { changed: 1 } });
    expect((await sent('Learner number,Planned end date\nL1,01/08/2027')).body.errors[0]).toMatchObject({ code: 'columnsMissing' });
  });

  test('IMP-1 WHY-4 a file of dates is undone for 24 hours: the dates come back, but those of whoever was changed since, who is named; once', async () => {
    const { system, centre } = given();
    const { batch, ids, numbers } = await batchOf([dated(), dated()]);
    const number = await numberOf(batch);
    const rows = numbers.map((each) => `${each},${number},2026-09-01,01/08/2027`);
    const made = (await sent([HEAD, ...rows].join('\n'))).body;
    await edit(ids[1]!, { plannedEndOn: '2027-09-09' });
    const undone = await centre.post<Import>(`/v1/learner-imports/${made.id}/undo`, {});
    expect(undone).toMatchObject({
      status: 200,
      body: { undoneAt: expect.any(String), undoUntil: null, kept: [{ id: ids[1], number: numbers[1] }] },
    });
    expect([(await shown(ids[0]!)).cells['plannedEndOn'], (await shown(ids[1]!)).cells['plannedEndOn']]).toEqual([
      '2027-07-01',
      '2027-09-09',
    ]);
    expect(await centre.post(`/v1/learner-imports/${made.id}/undo`, {})).toMatchObject({
      status: 409,
      body: { errors: [{ code: 'undone' }] },
    });
    const late = (await sent([HEAD, rows[0]].join('\n'))).body;
    await system
      .owner('learner_imports')
      .where({ id: late.id })
      .update({ made_at: new Date(Date.now() - 24 * 3_600_000) });
    expect(await centre.post(`/v1/learner-imports/${late.id}/undo`, {})).toMatchObject({
      status: 409,
      body: { errors: [{ code: 'undoOver' }] },
    });
    expect((await centre.get<Import>(`/v1/learner-imports/${made.id}`)).body).toEqual(undone.body);
    const { items } = (await centre.get<{ items: Import[] }>('/v1/learner-imports')).body;
    expect(items.slice(0, 2).map(({ id }) => id)).toEqual([late.id, made.id]);
  });
}
