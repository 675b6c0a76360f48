import type { ApiClient } from '../../support/api-client';
import type { Desk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import type { Problem } from '../../support/orders';
import { codes, fresh, type Registrar } from '../../support/registrar';
import {
  checkedOf,
  confirm,
  linesOf,
  singleFile,
  singleRow,
  ulnOf,
  wordOf,
  type GroupBody,
  type LineBody,
  type RegistrationBody,
} from '../../support/registrations';

type Given = Pick<Desk, 'system' | 'tenant' | 'look'> & Registrar & { centre: ApiClient };

const learnerRow = (number: number, country = '') => `NCFE2,Bulk${wordOf(number)},,Row,03/04/2005,,31,F,${ulnOf(number)},,,,${country}`;

/** Files of learners, their faults and their groups, within the system of `registrations.api.test.ts`. */
export function testFiles(given: () => Given): void {
  test('REG-7 REG-12 IMP-1 every fault is told with its column and remedy; a line is corrected under the version that was read; the file comes back with its errors and no formula', async () => {
    const { centre, system, sentAndChecked, edit, download } = given();
    const from = fresh(3);
    const rows = [
      singleRow(from, { J: 'Y', I: 'exams@fenland.example' }),
      singleRow(from + 1, { AG: '', E: '=HYPERLINK("x")'.replace(/"/g, '') }),
      singleRow(from + 2),
    ];
    const checked = await sentAndChecked(rows.join('\n'));
    const [enlarged, noCountry] = await linesOf(centre, checked, '&faulty=true');
    expect(enlarged!.faults).toEqual([expect.objectContaining({ code: 'detailMissing', field: 'size', column: 'K' })]);
    expect(noCountry!.faults).toEqual([expect.objectContaining({ code: 'missing', field: 'country', column: 'AG' })]);
    const refused = await confirm<Problem>(centre, checked, { group: checked.groups[0]!.id });
    expect([refused.status, codes(refused.body)]).toEqual([422, ['detailMissing', 'missing']]);
    const csv = await download(`registrations/${checked.id}/errors`);
    expect(csv).toContain("'=HYPERLINK(x)");
    expect(csv).toContain('K: Enlarged is chosen without its detail');
    expect((await edit(enlarged!, { size: 'A3' }, 9)).status).toBe(412);
    expect((await edit(enlarged!, { size: 'A3' })).body).toMatchObject({ faults: [], version: 2 });
    expect((await edit(noCountry!, { country: 'bh' })).body.faults).toEqual([]);
    const done = await confirm(centre, checked, { group: checked.groups[0]!.id });
    expect(done.status).toBe(200);
    const [row] = await system.owner('learners').where({ group_id: checked.groups[0]!.id }).whereNotNull('contact_email');
    expect(row).toMatchObject({ modifications: { enlarged: 'A3' }, contact_email: 'exams@fenland.example' });
  });

  test('REG-8 in a bulk file a header of a T Level, of another centre or of no product is greyed with its reason and blocks itself alone; groups are removed and confirmed one by one', async () => {
    const { centre, system, tenant, bulk } = given();
    const from = fresh(4);
    const header = (product: string, number = tenant.centre.number) => `NCFE1,${number},ref,,${product},,`;
    const sent = await bulk(
      [
        header('TL'),
        learnerRow(from),
        header('Q1'),
        learnerRow(from + 1),
        header('XX', '0'),
        learnerRow(from + 2),
        header('Q2'),
        learnerRow(from + 3),
      ].join('\r\n'),
    );
    expect(sent.status).toBe(201);
    const { groups, id } = await checkedOf(centre, sent.body);
    expect(groups.map(({ state, faults }) => [state, faults.map(({ code, column }) => `${column} ${code}`)])).toEqual([
      ['blocked', ['E notInBulk']],
      ['open', []],
      ['blocked', ['B otherCentre', 'E product']],
      ['open', []],
    ]);
    const [level, first, , second] = groups;
    expect((await confirm<Problem>(centre, { id }, { group: level!.id })).body.errors[0]).toMatchObject({ code: 'blocked' });
    const done = await confirm(centre, { id }, { group: first!.id });
    expect([done.status, done.body.state]).toEqual([200, 'open']);
    expect((await system.owner('learners').where({ group_id: first!.id }))[0].country).toBe('GB');
    expect((await confirm<Problem>(centre, { id }, { group: first!.id })).status).toBe(409);
    expect((await centre.post(`/v1/registrations/${id}/remove-group`, { group: second!.id })).status).toBe(200);
    await eventually(async () => expect((await centre.get<RegistrationBody>(`/v1/registrations/${id}`)).body.state).toBe('registered'));
  });

  test('REG-1 REG-7 REG-8 a product code is the same in whatever case it is written: in a file of one product, in a bulk file, keyed in; it is kept as the catalogue has it', async () => {
    const { centre, tenant, bulk, sentAndChecked, keyIn } = given();
    const from = fresh(2);
    const single = await sentAndChecked(singleRow(from), 'q1');
    const many = await checkedOf(centre, (await bulk(`NCFE1,${tenant.centre.number},ref,,q2,,\r\n${learnerRow(from + 1)}`)).body);
    const begun = await keyIn('q1');
    const groups = [single, many, begun].map(({ groups: [group] }) => [group!.productCode, group!.state]);
    expect(groups).toEqual([
      ['Q1', 'open'],
      ['Q2', 'open'],
      ['Q1', 'open'],
    ]);
    const done = await confirm(centre, many, { group: many.groups[0]!.id });
    expect([done.status, done.body.groups[0]!.productCode]).toEqual([200, 'Q2']);
  });

  test('REG-9 SEC-12 a file that is no CSV of learners is refused whole with what it is, its template accepted back', async () => {
    const { single, sentAndChecked, download } = given();
    const faults: [string | Buffer, string][] = [
      ['%PDF-1.7', 'notLearners'],
      [Buffer.from('PK\u0003\u0004xxxx', 'latin1'), 'notLearners'],
      [Buffer.from([0xff, 0xfe, 65, 0]), 'notLearners'],
      ['Ann\0', 'notText'],
      [Array.from({ length: 5_000 }, () => 'x').join(','), 'tooWide'],
      [`"${'x'.repeat(1_000_000)}"`, 'tooLong'],
      [Array.from({ length: 10_001 }, () => 'Ann,,Other').join('\n'), 'tooManyRows'],
      ['Forename,Surname,Gender,Date of birth\nAnn,Other,F,03/04/2005', 'columnsMissing'],
    ];
    for (const [content, code] of faults) {
      const { status, body } = await single(content);
      expect([code, status, (body as unknown as Problem).errors[0]]).toEqual([
        code,
        422,
        expect.objectContaining({ code, remedy: expect.any(String) }),
      ]);
    }
    const checked = await sentAndChecked(`${await download('registration-templates/single')}${singleRow(fresh(1))}`);
    expect([checked.groups[0]!.lines, checked.groups[0]!.faulty]).toEqual([1, 0]);
    expect((await single(singleRow(0), 'NO')).status).toBe(422);
    expect(codes((await single(singleRow(0), 'ZZ')).body)).toEqual(['product']);
  });

  test('OPS-2 REG-9 a file whose lines cannot be kept is a task in the end, and is checked again from where it stopped', async () => {
    const { centre, system, look, single } = given();
    await system.owner.raw('revoke insert on registration_lines from countersign_app');
    let sent: RegistrationBody;
    try {
      sent = (await single(singleFile(2, fresh(2)))).body;
      await eventually(async () => expect(await look.tasks(sent)).toEqual(['retryCheck']), 60_000);
    } finally {
      await system.owner.raw('grant insert on registration_lines to countersign_app');
    }
    expect((await centre.post<RegistrationBody>(`/v1/registrations/${sent.id}/retry`, {})).body.state).toBe('checking');
    const checked = await checkedOf(centre, sent);
    expect([checked.groups[0]!.lines, await look.tasks(sent)]).toEqual([2, []]);
    const [line] = await linesOf(centre, checked);
    expect((await centre.get<LineBody>(`/v1/registration-lines/${line!.id}`)).body).toEqual(line);
    const groups = await centre.get<{ items: { id: string }[] }>(`/v1/registrations/${checked.id}/groups`);
    expect(groups.body.items.map(({ id }) => id)).toEqual([checked.groups[0]!.id]);
    const { body } = await centre.get<{ items: { id: string }[] }>('/v1/registrations?state=open');
    expect(body.items[0]!.id).toBe(checked.id);
  }, 90_000);
  test('REG-8 a group is removed by its identifier wherever it stands in a long file; one of another registration is refused', async () => {
    const { system, centre, tenant, bulk, keyIn } = given();
    const from = fresh(201);
    const rows = Array.from({ length: 201 }, (_each, index) => `NCFE1,${tenant.centre.number},,,Q1,,\r\n${learnerRow(from + index)}`);
    const checked = await checkedOf(centre, (await bulk(rows.join('\r\n'))).body);
    const last = await system.owner('registration_groups').where({ registration_id: checked.id, position: 200 }).first();
    const remove = (group: string) => centre.post<RegistrationBody>(`/v1/registrations/${checked.id}/remove-group`, { group });
    const groups = async (query: string) =>
      (await centre.get<{ items: GroupBody[]; next: string | null }>(`/v1/registrations/${checked.id}/groups?limit=200${query}`)).body;
    const other = await keyIn('Q1');
    const refused = await remove(other.groups[0]!.id);
    expect([refused.status, codes(refused.body)]).toEqual([422, ['group']]);
    expect((await remove(last.id)).status).toBe(200);
    const first = await groups('');
    expect([first.items.length, first.items.every(({ lines, state }) => lines === 1 && state === 'open')]).toEqual([200, true]);
    expect((await groups(`&cursor=${first.next}`)).items.map(({ lines, state }) => [lines, state])).toEqual([[1, 'removed']]);
    await centre.post(`/v1/registrations/${checked.id}/discard`, {});
  });

  test('IMP-1 REG-7 REG-8 a file that comes back with its errors is accepted as it is once the fault is corrected in it: reserved columns, headers and what looks like a formula too', async () => {
    const { system, centre, tenant, bulk, sentAndChecked, download } = given();
    const number = fresh(2);
    const single = await sentAndChecked(`${singleRow(number, { AD: 'mine', AE: '-2', G: 'X' })}\n${singleRow(number + 1, { B: '=B' })}`);
    const singleBack = await download(`registrations/${single.id}/errors`);
    expect(singleBack).toContain("mine,'-2,,GB");
    const again = await sentAndChecked(singleBack.replace(',X,', ',F,'));
    expect(again.groups).toEqual([expect.objectContaining({ lines: 2, faulty: 0 })]);
    expect((await confirm(centre, again, { group: again.groups[0]!.id })).status).toBe(200);
    expect(await system.owner('learners').where({ group_id: again.groups[0]!.id }).pluck('middle_names')).toEqual(
      expect.arrayContaining([null, '=B']),
    );
    const from = fresh(2);
    const wrong = [
      `NCFE1,${tenant.centre.number},ref,x,Q9,y,z`,
      learnerRow(from),
      `NCFE1,0,,,Q2,,`,
      learnerRow(from + 1).replace(',F,', ',X,'),
    ];
    const sent = await checkedOf(centre, (await bulk(wrong.join('\n'))).body);
    const back = await download(`registrations/${sent.id}/errors`);
    expect(back.split('\r\n')[0]).toContain(`NCFE1,${tenant.centre.number},ref,x,Q9,y,z,,,,,,,`);
    const corrected = back.replace('Q9', 'Q1').replace('NCFE1,0', `NCFE1,${tenant.centre.number}`).replace(',X,', ',F,');
    const right = await checkedOf(centre, (await bulk(corrected)).body);
    expect(right.groups.map(({ state, lines, faulty }) => [state, lines, faulty])).toEqual([
      ['open', 1, 0],
      ['open', 1, 0],
    ]);
    for (const { id } of right.groups) expect((await confirm(centre, right, { group: id })).status).toBe(200);
  });

  test('IMP-1 a date in doubt for its file stays so while its line is edited elsewhere, until it is written anew; what stood in reserved columns stays', async () => {
    const { centre, sentAndChecked, edit } = given();
    const from = fresh(2);
    const checked = await sentAndChecked(`${singleRow(from, { AD: 'mine' })}\n${singleRow(from + 1, { D: '03/14/2005' })}`);
    const [line] = await linesOf(centre, checked);
    expect(line!.faults.map(({ code }) => code)).toEqual(['dateOrder']);
    const { 'reserved.1': _left, ...cells } = line!.cells;
    const elsewhere = await edit({ ...line!, cells }, { surname: 'Other' });
    expect([elsewhere.status, elsewhere.body.faults, elsewhere.body.cells['reserved.1']]).toEqual([200, line!.faults, 'mine']);
    const written = await edit(elsewhere.body, { birthDate: '2005-04-03' });
    expect(written.body.faults.map(({ code }) => code)).toEqual(['dateMended']);
    expect((await edit(written.body, { surname: 'Learner' })).body.faults.map(({ code }) => code)).toEqual(['dateMended']);
  });
}
