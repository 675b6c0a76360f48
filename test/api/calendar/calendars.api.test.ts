import { added, approve, goneOver, inForce, outcomes, preview, proposed, type Version } from '../../support/calendars';
import { sceneIn } from '../../support/given';
import { realSystem, type TestSystem } from '../../support/system';
import { readHolidays } from '../../../db/seeds/bank-holidays';

interface Problem {
  errors: { code: string; pointer: string; detail: string; remedy: string }[];
}
interface Shown extends Omit<Version, 'progress'> {
  holidays: { day: string; name: string }[];
}

let system: TestSystem;
beforeAll(async () => void (system = await realSystem('calendars')));
afterAll(() => system?.stop());

const published = readHolidays();
const FIRST = `${published.at(-1)!.day}/${published.length}`;
/** GOV.UK's bank-holidays.json: what we know, with what a publication adds. */
const govUk = (...more: { title: string; date: string }[]) => ({
  'england-and-wales': {
    division: 'england-and-wales',
    events: [...published.filter(({ day }) => day > '2019').map(({ day, name }) => ({ title: name, date: day })), ...more].map((each) => {
      return { notes: '', bunting: true, ...each };
    }),
  },
  scotland: { division: 'scotland', events: [] },
});
const found = ({ body }: { body: Problem }) => body.errors.map(({ code, pointer }) => [code, pointer]);

test('CAL-1 proposed by hand, what cannot be is told all at once, with its place and remedy, and nothing is proposed', async () => {
  const { as } = await sceneIn(system, 'by-hand');
  const propose = (changes: object[]) => as.administrator.post<Problem>('/v1/calendar-proposals', { changes, reason: 'r' });
  const wrong = await propose([
    added('2020-06-01'),
    added('2028-12-25'),
    { what: 'takeBack', day: '2028-06-07' },
    { what: 'takeBack', day: '2028-12-26' },
    { what: 'takeBack', day: '2028-12-26' },
  ]);
  expect([wrong.status, found(wrong)]).toEqual([
    422,
    [
      ['past', '/changes/0/day'],
      ['known', '/changes/1/day'],
      ['noHoliday', '/changes/2/day'],
      ['noHoliday', '/changes/4/day'],
    ],
  ]);
  expect(wrong.body.errors.every(({ detail, remedy }) => detail && remedy)).toBe(true);
  const none = await propose([added('2028-02-30'), { what: 'add', day: '2028-06-07' }, { what: 'swap', day: '2028-06-07' }]);
  expect([none.status, found(none).map(([, pointer]) => pointer)]).toEqual([422, ['/changes/0/day', '/changes/1/name', '/changes/2/what']]);
  expect((await propose([])).status).toBe(422);
  expect((await as.administrator.get<{ items: [] }>('/v1/approvals?what=calendar')).body.items).toEqual([]);
  expect((await as.administrator.get<Shown>('/v1/calendars/current')).body.version).toBe(FIRST);
});

test('CAL-1 a holiday on a Sunday is proposed with a warning: it is in the calendar then, and moves nothing', async () => {
  const scene = await sceneIn(system, 'sunday');
  const proposal = await proposed(scene, [added('2028-06-04')]);
  const told = await scene.as.administrator.get<{ warnings: string[]; kinds: { moves: number }[] }>(
    `/v1/calendar-proposals/${proposal.id}/preview`,
  );
  expect(told.body.warnings).toEqual(['2028-06-04 is on a weekend: as a holiday it moves nothing']);
  expect(told.body.kinds.every(({ moves }) => moves === 0)).toBe(true);
  await approve(scene, proposal);
  const version = await goneOver(scene);
  expect([version.version, version.progress!.failed, await outcomes(scene, version)]).toEqual(['calendar-2', 0, []]);
});

test('CAL-1 SEC-8 WHY-4 GOV.UK’s file is imported as a proposal, approved by another administrator; each version stays readable under the name that decisions recorded', async () => {
  const scene = await sceneIn(system, 'gov-uk');
  const { as } = scene;
  const sent = (body: object) =>
    as.administrator.post<Problem & { id: string; changes: object[] }>('/v1/calendar-proposals/published', body);
  const import_ = (json: object) => sent({ published: json, reason: 'published' });
  const same = await import_(govUk());
  expect([same.status, found(same)]).toEqual([422, [['nothingNew', '/published']]]);
  const next = await import_(govUk({ title: 'Jubilee', date: '2028-06-07' }, { title: 'New Year’s Day', date: '2029-01-01' }));
  expect([next.status, next.body.changes]).toEqual([
    201,
    [
      { label: 'Jubilee', before: null, after: '7 Jun 2028', unit: null },
      { label: 'New Year’s Day', before: null, after: '1 Jan 2029', unit: null },
    ],
  ]);
  expect((await approve(scene, next.body)).status).toBe(200);
  const version = await goneOver(scene);
  expect(version).toMatchObject({ version: 'calendar-2', publishedUntil: '2029-12-31' });
  const [now, first] = await Promise.all(
    ['current', encodeURIComponent(FIRST)].map((name) => as.finance.get<Shown>(`/v1/calendars/${name}`).then(({ body }) => body)),
  );
  const days = ({ holidays }: Shown) => holidays.map(({ day }) => day);
  expect([days(now!).includes('2028-06-07'), now!.version]).toEqual([true, 'calendar-2']);
  expect([days(first!), first!.since]).toEqual([published.map(({ day }) => day), null]);
  // Moved by the next one, as many days as before: another version all the same.
  await inForce(scene, [{ what: 'move', day: '2028-06-07', to: '2028-06-08' }]);
  const after = (await as.administrator.get<Shown>('/v1/calendars/current')).body;
  expect([after.version, days(after).includes('2028-06-07'), days(after).includes('2028-06-08')]).toEqual(['calendar-3', false, true]);
  expect(days((await as.administrator.get<Shown>('/v1/calendars/calendar-2')).body).includes('2028-06-07')).toBe(true);
});

test('CAL-1 a file of another division, with dates that are none, or of ten thousand events is refused, each fault at its place', async () => {
  const { as } = await sceneIn(system, 'bad-files');
  const sent = (published: unknown) => as.administrator.post<Problem>('/v1/calendar-proposals/published', { published, reason: 'r' });
  const scotland = await sent({ scotland: { division: 'scotland', events: [{ title: 'St Andrew’s Day', date: '2028-11-30' }] } });
  expect([scotland.status, found(scotland).map(([, pointer]) => pointer)]).toEqual([422, ['/published/england-and-wales']]);
  const renamed = await sent({ 'england-and-wales': { division: 'scotland', events: [{ title: 'Day', date: '2028-11-30' }] } });
  expect([renamed.status, found(renamed).map(([, pointer]) => pointer)]).toEqual([422, ['/published/england-and-wales/division']]);
  const events = [
    { title: 'A', date: '30/11/2028' },
    { title: '', date: '2028-11-31' },
  ];
  const undated = await sent({ 'england-and-wales': { division: 'england-and-wales', events } });
  expect([undated.status, found(undated).map(([, pointer]) => pointer?.replace('/published/england-and-wales/events', ''))]).toEqual([
    422,
    ['/0/date', '/1/title', '/1/date'],
  ]);
  const many = (count: number) => {
    const on = (index: number) => new Date(Date.parse('2028-01-01') + index * 86_400_000).toISOString().slice(0, 10);
    const days = Array.from({ length: count }, (_each, index) => ({ title: 'Day', notes: '', bunting: false, date: on(index) }));
    return sent({ 'england-and-wales': { division: 'england-and-wales', events: days } });
  };
  const tooMany = await many(501);
  expect([tooMany.status, found(tooMany).map(([, pointer]) => pointer)]).toEqual([422, ['/published/england-and-wales/events']]);
  // Every day of a year and more is no publication.
  expect(found(await many(500))).toEqual([['tooMany', '/published']]);
  expect((await many(10_000)).status).toBe(413);
});

test('CAL-1 SEC-8 of two proposals of one day the second is refused when it is approved, and may be declined; a dry run changes nothing', async () => {
  const scene = await sceneIn(system, 'twice');
  const { as } = scene;
  const [first, second] = [await proposed(scene, [added('2028-06-07')]), await proposed(scene, [added('2028-06-07')])];
  const dry = await as.administrator2.post<{ dryRun: boolean }>(`/v1/calendar-proposals/${first.id}/approve?dryRun=true`, { reason: 'r' });
  expect([dry.status, dry.body.dryRun]).toEqual([200, true]);
  expect((await as.administrator.get<Shown>('/v1/calendars/current')).body.version).toBe(FIRST);
  expect((await as.finance.post(`/v1/calendar-proposals/${first.id}/approve`, { reason: 'r' })).status).toBe(403);
  expect((await approve(scene, first)).status).toBe(200);
  const late = await as.administrator2.post<Problem>(`/v1/calendar-proposals/${second.id}/approve`, { reason: 'r' });
  expect([late.status, found(late)[0]![0]]).toEqual([422, 'known']);
  expect((await as.administrator2.post(`/v1/calendar-proposals/${second.id}/decline`, { reason: 'r' })).status).toBe(200);
  expect((await goneOver(scene)).version).toBe('calendar-2');
});

test('CAL-1 TIM-3 AUD-1 the preview tells each open wait that would move, and of those that stay why; approved, each has both dates and the version in its trail; another tenant’s stay', async () => {
  const scene = await sceneIn(system, 'preview');
  const other = await sceneIn(system, 'other');
  const { as, given, look } = scene;
  const order = await given.order();
  const receipt = await given.suspense('NOBODY KNOWS', 100);
  const elsewhere = await other.given.suspense('NOBODY KNOWS', 100);
  // A working day within the twenty after which a receipt escalates.
  const dueAt = async () =>
    new Date((await system.owner('work_items').where({ entity_id: receipt.id }).first('due_at')).due_at).toISOString();
  const day = (await dueAt()).slice(0, 10);
  const proposal = await proposed(scene, [added(day)]);
  const moves = await preview(scene, proposal);
  expect(moves.map(({ wait }) => wait)).toEqual([`suspense/${receipt.id}`]);
  const escalation = moves[0]!.moves.find(({ what }) => what === 'escalate')!;
  expect(escalation).toMatchObject({
    from: expect.stringContaining(day) as unknown,
    words: expect.stringContaining('escalate') as unknown,
  });
  expect(escalation.to > escalation.from).toBe(true);
  const stays = await preview(scene, proposal, 'stays');
  expect(stays.find(({ entity }) => entity === order.id)).toMatchObject({
    moves: [],
    stays:
      'No count in working days stands beside its dates: they are of another unit, were told to a payer, or are older than such counts; they stay (TIM-3, TIM-4)',
  });
  const summary = await as.finance.get<{ kinds: object[] }>(`/v1/calendar-proposals/${proposal.id}/preview`);
  expect(summary.body.kinds).toEqual(
    expect.arrayContaining([
      { kind: 'suspense', moves: 1, stays: 0 },
      { kind: 'advance-order', moves: 0, stays: 1 },
    ]),
  );
  const csv = await as.administrator.get<string>(`/v1/calendar-proposals/${proposal.id}/waits`, { Accept: 'text/csv' });
  expect(csv.body.split('\n').filter((line) => line.startsWith('suspense/')).length).toBe(moves[0]!.moves.length);
  expect((await other.as.administrator.get(`/v1/calendar-proposals/${proposal.id}/waits`)).status).toBe(404);
  await approve(scene, proposal);
  const version = await goneOver(scene);
  expect((await outcomes(scene, version)).map(({ wait, outcome }) => [wait, outcome])).toEqual([[`suspense/${receipt.id}`, 'moved']]);
  expect(await dueAt()).toBe(escalation.to);
  const left = await system.owner('work_items').where({ entity_id: elsewhere.id }).first('due_at');
  expect(new Date(left.due_at).toISOString().slice(0, 10)).toBe(day);
  interface Entry {
    event: string;
    before: { dates: { what: string; at: string }[] };
    after: { calendar: string; dates: { what: string; at: string }[] };
    calendarVersion: string;
  }
  const { body: trail } = await as.administrator.get<{ items: Entry[] }>(`/v1/audit/${receipt.id}`);
  const entry = trail.items.find(({ event }) => event === 'recounted')!;
  expect(entry).toMatchObject({ after: { calendar: 'calendar-2' }, calendarVersion: 'calendar-2' });
  expect(entry.before.dates).toContainEqual({ what: 'escalate', at: escalation.from });
  expect(entry.after.dates).toContainEqual({ what: 'escalate', at: escalation.to });
  // Everything stands as it was told: the order's hold is what it was.
  expect((await look.order(order)).dueAt).toBe(order.dueAt);
});
