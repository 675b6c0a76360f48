import { firstPolicy } from '../../../domain/policy';
import { cases, startOf } from '../../../domain/processes';
import * as confirming from '../../../domain/registration/registration.confirm';
import * as decide from '../../../domain/registration/registration.decide';
import { standingOf } from '../../../domain/registration/registration.standing';
import type {
  Confirm,
  ConfirmFacts,
  Registration,
  RegistrationFacts,
  RegistrationState,
  UndoFacts,
} from '../../../domain/registration/registration.state';
import { transitions } from '../../../domain/registration/registration.transitions';

const AT = '2026-11-25T14:00:00.000Z';
const NEXT_DAY = '2026-11-26T14:00:00.000Z';
const PRICE = { net: 4_000n, vat: 800n, vatRate: 2_000 };
const PRODUCT = {
  ...{
    product: 'p',
    code: 'Q1',
    from: '2020-01-01',
    name: 'One',
    number: null,
    sector: 's',
    type: 'qualification' as const,
    isRegulated: false,
  },
  ...{ isOpen: true, lapseMonths: 36, gradeScale: 'pass', components: [], modes: [], hasWindows: false, lateAllowed: false, suite: null },
  ...{ booksOnRegistration: false, isElectronicOnly: false, takesArrangements: true, members: [] },
} as const;
const fine = (more: Partial<ConfirmFacts> = {}): ConfirmFacts => ({
  ...{ group: { standing: 'open', productCode: 'Q1' }, lines: 300, faulty: [], faultyCount: 0, registered: [], registeredCount: 0 },
  ...{ product: { ...PRODUCT, components: [], modes: [], members: [] }, members: [], isApproved: true, sessions: [2026], batch: null },
  ...{
    strangeAddresses: [],
    windows: [],
    lineWindows: [],
    lineModes: [],
    undated: [],
    needing: [],
    windowRows: [],
    booking: null,
    price: { ...PRICE, from: '2020-01-02' },
  },
  ...more,
});
const undoable = (more: Partial<UndoFacts> = {}): UndoFacts => ({
  ...{ group: { registeredAt: AT, undoneAt: null, batch: 'b' }, learners: 299, kept: 1, price: PRICE, others: 0, bookings: [] },
  ...more,
});
const about = (at = AT, facts: Partial<RegistrationFacts> = {}) => ({
  at,
  policy: firstPolicy,
  calendar: { version: 'v', holidays: new Set<string>(), publishedUntil: '2027-12-31' },
  by: 'u',
  requestId: 'r',
  facts: { checkedAt: null, openGroups: 1, removedAt: null, confirm: null, undo: null, ...facts },
});
const confirmation = (more: Partial<Confirm> = {}): Confirm => ({
  ...{ group: 'g', session: null, batch: null, learnerAddress: null, certificateAddress: null, window: null, mode: null },
  ...more,
});
const of = { owner: 'caseOperator', tenant: 't', organisation: 'o', policyVersion: firstPolicy.version };
const none = cases.registration.empty(startOf('registration', '0192-r', of), '0192-r');
const begin = { isCheckOnly: false, isKeyedIn: false };
const checking = decide.send(none, begin, about()).next;
const open = decide.checked(checking, null, about()).next;
const confirm = (registration = open, facts: Partial<ConfirmFacts> = {}, command = confirmation(), openGroups = 1) =>
  confirming.confirm(registration, command, about(AT, { confirm: fine(facts), openGroups }));
const half = confirm(open, {}, confirmation(), 2).next;
const registered = confirm().next;
const codes = ({ refusals }: { refusals: { code: string }[] }) => refusals.map(({ code }) => code);
const due = (registration: Registration, what: 'remind' | 'lapse' | 'undoOver') =>
  decide.onDue(
    registration,
    registration.schedule.find((each) => each.what === what)!,
    about(),
  );

test('REG-1 IMP-1 the life of a registration goes along the edges that are drawn', () => {
  const seen: [string, { event: string; next: { state: RegistrationState } }][] = [
    ['none', decide.send(none, begin, about())],
    ['none', decide.send(none, { ...begin, isKeyedIn: true }, about())],
    ['checking', decide.failed(checking, null, about())],
    ['checking', decide.retry(decide.failed(checking, null, about()).next, {}, about())],
    ['checking', decide.checked(checking, null, about())],
    ['checking', due(checking, 'remind')],
    ['checking', due(checking, 'lapse')],
    ['checking', decide.discard(checking, {}, about())],
    ['open', due(open, 'remind')],
    ['open', due(open, 'lapse')],
    ['open', due(half, 'lapse')],
    ['open', due(half, 'undoOver')],
    ['open', confirm(open, {}, confirmation(), 2)],
    ['open', confirm()],
    ['open', decide.restRemoved(half, null, about())],
    ['open', decide.discard(open, {}, about())],
    ['open', decide.discard(half, {}, about())],
    ['open', confirming.undo(half, { group: 'g' }, about(AT, { undo: undoable() }))],
    ['registered', confirming.undo(registered, { group: 'g' }, about(AT, { undo: undoable({ others: 1 }) }))],
    ['registered', confirming.undo(registered, { group: 'g' }, about(AT, { undo: undoable() }))],
    ['registered', due(registered, 'undoOver')],
  ];
  const edges = Object.entries(transitions).flatMap(([event, edge]) => Object.entries(edge).map(([from, to]) => `${from} ${event} ${to}`));
  expect(seen.map(([from, { event, next }]) => `${from} ${event} ${next.state}`).sort()).toEqual(edges.sort());
});

test('IMP-1 MON-2 a group is undone until 13:59:59 of the next day and not at 14:00:00; the fee of each who is undone is credited; with the last group it is over', () => {
  const undo = (at: string) => confirming.undo(registered, { group: 'g' }, about(at, { undo: undoable() }));
  const { entries, evidence } = undo('2026-11-26T13:59:59.999Z');
  expect(entries[0]!.postings).toEqual([
    { account: 'centre/o', pence: -299n * 4_800n },
    { account: 'centre-fees', pence: 299n * 4_000n },
    { account: 'vat', pence: 299n * 800n },
  ]);
  expect(evidence).toEqual({ receivedAt: '2026-11-26T13:59:59.999Z', registeredAt: AT, undoUntil: NEXT_DAY });
  expect(undo(AT).next).toMatchObject({ state: 'over', schedule: [] });
  expect(codes(undo(NEXT_DAY))).toEqual(['undoOver']);
  const refused = (facts: Partial<UndoFacts>) => codes(confirming.undo(registered, { group: 'g' }, about(AT, { undo: undoable(facts) })));
  expect([refused({ group: null }), refused({ learners: 0 })]).toEqual([['group'], ['allKept']]);
  expect(refused({ group: { registeredAt: AT, undoneAt: AT, batch: 'b' } })).toEqual(['undone']);
});

test('REG-10 MON-3 WHY-4 what is confirmed is charged by the day’s fee, on the current session, with its evidence, and told', () => {
  const { entries, next, mails, evidence } = confirm();
  expect(entries).toEqual([
    {
      key: 'registration/0192-r/g',
      kind: 'charge',
      postings: [
        { account: 'centre/o', pence: 1_440_000n },
        { account: 'centre-fees', pence: -1_200_000n },
        { account: 'vat', pence: -240_000n },
      ],
    },
  ]);
  expect(next.confirmed).toMatchObject({ session: 2026, batch: 'r', joins: false, on: [{ product: 'p', lapsesOn: '2029-11-25' }] });
  expect(mails.map(({ template, to }) => [template, to])).toEqual([['registration-confirmed', { batch: 'r' }]]);
  expect(evidence).toMatchObject({ receivedAt: AT, session: '2026', batch: 'r' });
  expect(next.schedule).toEqual([{ what: 'undoOver', at: NEXT_DAY }]);
});

const BATCH = { id: 'b', product: 'p', session: 2026, count: 0, window: null, mode: null, isPart: false, by: 'u' };
test.each([
  [{ lines: 2_000 }, {}, []],
  [{ lines: 2_001 }, {}, ['noRoom']],
  [{ lines: 2, batch: { ...BATCH, count: 1_998 } }, { batch: 'b' }, []],
  [{ lines: 3, batch: { ...BATCH, count: 1_998 } }, { batch: 'b' }, ['noRoom']],
  [{ batch: { ...BATCH, product: 'other' } }, { batch: 'b' }, ['batchProduct']],
  [{ batch: { ...BATCH, session: 2025 } }, { batch: 'b' }, ['session']],
  [{}, { batch: 'b' }, ['batch']],
  [{}, { session: 2025 }, ['session']],
  [{ sessions: [2026, 2025] }, { session: 2025 }, []],
  [{ isApproved: false, price: null, strangeAddresses: ['/learnerAddress'] }, {}, ['notApproved', 'noFee', 'address']],
  [{ product: null }, {}, ['product']],
  [{ faulty: [{ row: 3, faults: [{ field: 'uln', code: 'ulnZero', rule: 'ULN-1' }] }], faultyCount: 2 }, {}, ['ulnZero', 'moreFaults']],
  [{ registered: [4], registeredCount: 1 }, {}, ['alreadyRegistered']],
  [{ lines: 0 }, {}, ['noLines']],
  [{ group: { standing: 'blocked', productCode: 'Q1' } }, {}, ['blocked']],
  [{ group: { standing: 'removed', productCode: 'Q1' } }, {}, ['removed']],
  [{ group: { standing: 'registered', productCode: 'Q1' } }, {}, ['registered']],
  [{ group: null }, {}, ['group']],
  [{}, { window: 'w' }, ['window']],
  [{}, { mode: 'Oral' }, ['mode']],
] as [Partial<ConfirmFacts>, Partial<Confirm>, string[]][])(
  'REG-1 REG-2 REG-3 REG-9 REG-10 REG-14 with %j and %j a group is refused with %j',
  (facts, command, refusals) => {
    expect(codes(confirm(open, facts, confirmation(command)))).toEqual(refusals);
  },
);

test('REG-4 REG-12 WHY-4 what the product asks for on the day of the registration counts, whatever it asked for when its lines were read; so does the fee, whose day stands in the evidence', () => {
  const product = fine().product!;
  const changed = { undated: [3, 4], needing: [4] };
  expect(codes(confirm(open, changed))).toEqual([]);
  const refused = confirm(open, { ...changed, product: { ...product, isRegulated: true, takesArrangements: false } });
  expect(refused.refusals.map(({ code, place }) => `${place} ${code}`)).toEqual([
    '/lines/3 missing',
    '/lines/4 missing',
    '/lines/4 noArrangements',
  ]);
  expect(codes(confirm(open, { ...changed, members: [{ ...product, isRegulated: true }] }))).toEqual(['missing', 'missing']);
  expect(confirm(open, { price: { ...PRICE, from: '2026-11-25' } }).evidence).toMatchObject({ receivedAt: AT, feeFrom: '2026-11-25' });
});

test('REG-11 a V Cert takes the one window and mode that its lines tell, or those that are chosen, and not others', () => {
  const product = { ...PRODUCT, type: 'vCert' as const, hasWindows: true, modes: ['Paper', 'Online'], components: [], members: [] };
  const windows = [
    { id: 'w1', name: 'May' },
    { id: 'w2', name: 'June' },
  ];
  const with_ = (facts: Partial<ConfirmFacts>, command: Partial<Confirm> = {}) =>
    confirm(open, { product, windows, ...facts }, confirmation(command));
  expect(codes(with_({}))).toEqual(['windowMissing', 'modeMissing']);
  expect(with_({ lineWindows: ['May'], lineModes: ['Paper'] }).next.confirmed).toMatchObject({ window: 'w1', mode: 'Paper' });
  expect(with_({}, { window: 'w2', mode: 'Online' }).next.confirmed).toMatchObject({ window: 'w2', mode: 'Online' });
  expect(codes(with_({ lineWindows: ['May'], lineModes: ['Paper'] }, { window: 'w2', mode: 'Online' }))).toEqual(['windows', 'modes']);
});

test('REG-9 IMP-1 what is checked only is never confirmed; what is not under way is not discarded', () => {
  const only = decide.checked(decide.send(none, { ...begin, isCheckOnly: true }, about()).next, null, about()).next;
  expect(codes(confirm(only))).toEqual(['checkedOnly']);
  expect(codes(decide.discard(registered, {}, about()))).toEqual(['ended']);
  expect(codes(confirm(registered))).toEqual(['ended']);
  expect(codes(decide.retry(open, {}, about()))).toEqual(['notFailed']);
});

test('WHY-1 how a registration stands is said in words of its state', () => {
  expect(
    [checking, open, registered, decide.discard(open, {}, about()).next]
      .map((each) => standingOf(each))
      .map(({ stage, awaiting, ended }) => [stage, awaiting, ended]),
  ).toEqual([
    ['Being checked', 'nobody', false],
    ['To be confirmed', 'user', false],
    ['Registered, can be undone', 'nobody', false],
    ['Discarded', 'nobody', true],
  ]);
  const [remind, lapse] = checking.schedule;
  expect([remind, lapse]).toEqual([
    { what: 'remind', at: '2026-12-18T14:00:00.000Z' },
    { what: 'lapse', at: '2026-12-25T14:00:00.000Z' },
  ]);
});
