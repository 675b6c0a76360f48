import { v7 as uuid } from 'uuid';
import { userSeeder } from '../../../db/access/seed';
import { routes } from '../../../api/routes';
import { mayAs } from '../../../ops/access-matrix';
import { londonDate } from '../../../domain/working-days';
import type { ApiClient } from '../../support/api-client';
import type { Desk } from '../../support/desk';
import { triesFor } from '../../support/every-route';
import type { Problem } from '../../support/orders';
import { codes, fresh, registrarOf, type Registrar } from '../../support/registrar';
import {
  checkedOf,
  confirm,
  linesOf,
  sendFile,
  singleFile,
  singleRow,
  ulnOf,
  wordOf,
  type RegistrationBody,
} from '../../support/registrations';

type Given = Pick<Desk, 'system' | 'tenant' | 'look'> & Registrar & { centre: ApiClient };

/** What happens at once, what has changed since the check, and who may not, within the system of `registrations.api.test.ts`. */
export function testRaces(given: () => Given): void {
  /** Somebody of the centre with these rights alone. */
  const colleague = async (local: string, rights: string[], organisation = given().tenant.centre.id): Promise<ApiClient> => {
    const { system, tenant } = given();
    const { password_hash } = await system.owner('users').where({ id: tenant.centre.user.id }).first('password_hash');
    const seed = userSeeder(system.owner, tenant.id, tenant.key, password_hash);
    return system.signIn((await seed(local, 'centreUser', { organisation, rights })).email);
  };
  const anotherCentre = async (local: string): Promise<ApiClient> => {
    const { system, tenant } = given();
    const id = uuid();
    await system.owner('organisations').insert({ id, tenant_id: tenant.id, kind: 'centre', name: local });
    const approval = { tenant_id: tenant.id, organisation_id: id, product: 'Q1', approved_at: '2020-01-01T00:00:00Z' };
    await system.owner('product_approvals').insert({ id: uuid(), ...approval });
    return colleague(local, ['portalAdmin', 'updateUlns'], id);
  };
  const outcomes = (answers: { status: number }[]) => answers.map(({ status }) => status).sort();
  const undo = (by: ApiClient, { id }: { id: string }, group: string) =>
    by.post<RegistrationBody>(`/v1/registrations/${id}/undo`, { group });
  const charged = async ({ id }: { id: string }, group: string): Promise<number[]> =>
    given()
      .system.owner('centre_charges')
      .whereLike('entry_key', `registration/${id}/${group}%`)
      .orderBy('id')
      .pluck('quantity') as unknown as Promise<number[]>;

  test('REG-9 MON-2 one file of two colleagues, confirmed and undone by both at once, registers, charges and credits each learner once', async () => {
    const { system, centre } = given();
    const second = await colleague('second', ['portalAdmin']);
    const by = [centre.patient, second.patient];
    const file = singleFile(5, fresh(5));
    const sent = await Promise.all(
      by.map(async (each) => checkedOf(each, (await sendFile(each, system.api, 'single?product=Q1', file)).body)),
    );
    const each = await Promise.all(sent.map((one, index) => confirm(by[index]!, one, { group: one.groups[0]!.id })));
    expect(outcomes(each)).toEqual([200, 422]);
    const kept = sent[each.findIndex(({ status }) => status === 200)]!;
    const group = kept.groups[0]!.id;
    const again = await Promise.all(by.map((one) => confirm(one, kept, { group })));
    expect([outcomes(again), await charged(kept, group)]).toEqual([[409, 409], [5]]);
    const undone = await Promise.all(by.map((one) => undo(one, kept, group)));
    expect([outcomes(undone), await charged(kept, group)]).toEqual([
      [200, 409],
      [5, -5],
    ]);
  });

  test('REG-9 a line that is changed or removed beside the confirmation is registered as it stands then, or not at all, and the charge fits', async () => {
    const { system, centre, sentAndChecked, edit } = given();
    const checked = await sentAndChecked(singleFile(3, fresh(3)));
    const group = checked.groups[0]!.id;
    const [first, second] = await linesOf(centre, checked);
    const [done, edited, removed, ended] = await Promise.all([
      confirm(centre.patient, checked, { group }),
      edit(first!, { surname: 'Edited' }),
      centre.post(`/v1/registration-lines/${second!.id}/remove`, {}),
      undo(centre.patient, checked, group),
    ]);
    expect(done.status).toBe(200);
    const undone = ended.status === 200 ? 1 : 0;
    const learners = await system.owner('learners').where({ group_id: group });
    expect(learners.filter(({ surname }: { surname: string }) => surname === 'Edited')).toHaveLength(edited.status === 200 ? 1 : 0);
    expect(learners).toHaveLength(removed.status === 200 ? 2 : 3);
    expect(learners.every(({ state }: { state: string }) => state === (undone ? 'undone' : 'registered'))).toBe(true);
    expect(await charged(checked, group)).toEqual(undone ? [learners.length, -learners.length] : [learners.length]);
  });

  test('REG-8 REG-9 of two groups of a bulk file with one learner on one product, confirmed at once, one is registered', async () => {
    const { centre, tenant, bulk } = given();
    const from = fresh(3);
    const learner = (number: number) => `NCFE2,Bulk${wordOf(number)},,Row,03/04/2005,,31,F,${ulnOf(number)},,,,`;
    const header = `NCFE1,${tenant.centre.number},,,Q1,,`;
    const rows = [header, learner(from), learner(from + 1), header, learner(from), learner(from + 2)];
    const checked = await checkedOf(centre, (await bulk(rows.join('\n'))).body);
    expect((await linesOf(centre, checked)).map(({ row, faults }) => [row, faults.map(({ code }) => code)])).toEqual([
      [2, []],
      [3, []],
      [5, ['doubled']],
      [6, []],
    ]);
    const answers = await Promise.all(checked.groups.map(({ id }) => confirm(centre.patient, checked, { group: id })));
    expect(outcomes(answers)).toEqual([200, 422]);
  });

  test('IMP-1 LRN-3 a registration is undone with whoever was withdrawn since; whoever was cancelled stays so, is named, and credited once', async () => {
    const { system, centre, sentAndChecked } = given();
    const checked = await sentAndChecked(singleFile(3, fresh(3)));
    const group = checked.groups[0]!.id;
    expect((await confirm(centre, checked, { group })).status).toBe(200);
    const rows: { id: string; number: string }[] = await system
      .owner('learners')
      .where({ group_id: group })
      .orderBy('id')
      .select('id', 'number');
    expect((await centre.post(`/v1/learners/${rows[0]!.id}/withdraw`, {})).status).toBe(200);
    expect((await centre.post(`/v1/learners/${rows[1]!.id}/cancel`, {})).status).toBe(200);
    const undone = await undo(centre, checked, group);
    expect(undone.body.groups[0]).toMatchObject({ state: 'undone', kept: [{ number: rows[1]!.number, why: 'Cancelled' }] });
    expect(await charged(checked, group)).toEqual([3, -2]);
    expect(await system.owner('centre_charges').where({ learner_id: rows[1]!.id }).pluck('quantity')).toEqual([-1]);
    expect(await system.owner('learners').where({ group_id: group }).orderBy('id').pluck('state')).toEqual([
      'undone',
      'cancelled',
      'undone',
    ]);
  });

  test('REG-9 ULN-1 of two centres that register one ULN at once one does, and the other is told', async () => {
    const { centre, system, sentAndChecked } = given();
    const other = await anotherCentre('marshland');
    const number = fresh(1);
    const mine = await sentAndChecked(singleRow(number));
    const theirs = await registrarOf(other, system.api).sentAndChecked(singleRow(number, { A: 'Bob' }));
    const answers = await Promise.all([
      confirm<Problem>(centre.patient, mine, { group: mine.groups[0]!.id }),
      confirm<Problem>(other.patient, theirs, { group: theirs.groups[0]!.id }),
    ]);
    expect(outcomes(answers)).toEqual([200, 422]);
    expect(codes(answers.find(({ status }) => status === 422)!.body)).toEqual(['alreadyRegistered']);
  });

  test('REG-1 REG-4 REG-12 WHY-4 what stands when a group is confirmed decides: product, approval and fee may have changed since its lines were checked', async () => {
    const { centre, system, tenant, sentAndChecked, edit } = given();
    const of = { tenant_id: tenant.id, product: 'CHANGES', organisation_id: tenant.centre.id };
    const { id: product } = await system.owner('products').where({ tenant_id: tenant.id, code: 'CHANGES' }).first('id');
    const today = londonDate(new Date().toISOString());
    const checked = await sentAndChecked(singleRow(fresh(1), { J: 'Y', K: 'A3', I: 'exams@fenland.example' }), 'CHANGES');
    const version = await system.owner('product_versions').where({ product_id: product }).first();
    const changed = { id: uuid(), effective_from: today, is_regulated: true, takes_arrangements: false, components: '[]' };
    await system.owner('product_versions').insert({ ...version, ...changed });
    await system.owner('product_approvals').where(of).update({ withdrawn_at: new Date() });
    const fee = { tenant_id: tenant.id, item: 'registration', card_type: null, product_id: product, effective_from: today };
    await system.owner('fees').insert({ ...fee, id: uuid(), net_pence: 6_000, vat_pence: 1_200, vat_basis_points: 2_000 });
    const body = { group: checked.groups[0]!.id };
    const refused = await confirm<Problem>(centre, checked, body);
    expect([refused.status, refused.body.errors.map(({ code, pointer }) => `${pointer} ${code}`)]).toEqual([
      422,
      ['/lines/1 missing', '/lines/1 noArrangements', '/group notApproved'],
    ]);
    await system.owner('product_approvals').where(of).update({ withdrawn_at: null });
    const [line] = await linesOf(centre, checked);
    const { enlarged: _choice, size: _detail, ...cells } = line!.cells;
    await edit({ ...line!, cells }, { startOn: '01/12/2026', plannedEndOn: '01/12/2027' });
    const dry = await confirm<{ evidence: object }>(centre, checked, body, '?dryRun=true');
    expect(dry.body.evidence).toMatchObject({ productFrom: today, feeFrom: today, product });
    expect((await confirm(centre, checked, body)).status).toBe(200);
    expect(await system.owner('centre_charges').where({ product_id: product }).pluck('net_pence')).toEqual([6_000n]);
  });

  test('SEC-9 another centre of the tenant is answered as if there were nothing, on every route of a registration, its lines, batch, learners and paperwork', async () => {
    const { system, tenant, centre, registered, sentAndChecked } = given();
    const other = await anotherCentre('stranger');
    const open = await sentAndChecked(singleFile(1, fresh(1)));
    const [line] = await linesOf(centre, open);
    const { groups } = await registered(singleFile(1, fresh(1)));
    const { id: group, batch } = groups[0]!;
    const learner = await system.owner('learners').where({ group_id: group }).first('id');
    const paperwork = await system.owner('documents').where({ about_id: group }).first('id');
    const ids: Record<string, string> = {
      ...{ '/v1/registrations/': open.id, '/v1/registration-lines/': line!.id, '/v1/batches/': batch!.id },
      ...{ '/v1/learners/': learner.id, '/v1/paperwork/': paperwork.id, '/v1/processes/': open.id },
    };
    const tries = triesFor(tenant.companies[0]);
    const tried: [string, number][] = [];
    for (const route of routes.filter(({ path, permission }) => path.includes(':id') && mayAs('centreUser', permission))) {
      const prefix = Object.keys(ids).find((each) => route.path.startsWith(each));
      if (prefix) tried.push([`${route.method} ${route.path}`, (await tries(other, route, ids[prefix]!)).status]);
    }
    expect(tried.filter(([, status]) => status !== 404)).toEqual([]);
    expect(tried.length).toBeGreaterThan(18);
    for (const path of ['registrations', 'batches', 'learners'])
      expect([path, (await other.get<{ items: unknown[] }>(`/v1/${path}`)).body.items]).toEqual([path, []]);
  });

  test('REG-1 SEC-6 each way asks for its own right of whoever confirms too, a check alone either', async () => {
    const { centre, system, sentAndChecked, keyIn } = given();
    const bulkOnly = await colleague('bulkonly', ['bulkRegistration']);
    const form = await keyIn('Q1');
    const checked = await sentAndChecked(singleFile(1, fresh(1)));
    const [line] = await linesOf(centre, checked);
    const refused = [
      await sendFile<Problem>(bulkOnly, system.api, 'single?product=Q1', singleFile(1)),
      await bulkOnly.post('/v1/registrations', { product: 'Q1' }),
      await bulkOnly.post(`/v1/registrations/${form.id}/lines`, { cells: {} }),
      await bulkOnly.put(`/v1/registration-lines/${line!.id}`, { cells: line!.cells }, { 'If-Match': '"1"' }),
      await bulkOnly.post(`/v1/registration-lines/${line!.id}/remove`, {}),
      await confirm(bulkOnly, checked, { group: checked.groups[0]!.id }),
      await bulkOnly.post(`/v1/registrations/${checked.id}/discard`, {}),
    ];
    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403));
    expect((await sendFile(bulkOnly, system.api, 'single?product=Q1&checkOnly=true', singleFile(1))).status).toBe(201);
  });
}
