import { businessId, caseOfKind, cases, nameIn, referenceOf, rowKinds, startOf } from '../../../domain/processes';
import { standsOf } from '../../../domain/stands';
import { held, type Hold } from '../../../domain/standing';
import { identity, situation } from '../../support/situation';

const AT = '2026-11-20T10:00:00.000Z';
const [DUE, LATER] = ['2026-11-24T10:00:00.000Z', '2026-11-27T10:00:00.000Z'];
const of = { version: 3, reference: 'D-1', tenant: 'volt' };
const about = situation({ at: AT, by: 'u', facts: { file: null } });
const { document } = cases;
const asked = document.commands.ask.decide(
  document.empty(identity({ kind: 'document', reference: 'D-1' }), 'd'),
  { kind: 'day-report', day: '2026-11-19' },
  about,
).next;
const definition = caseOfKind('document');

test('OPS-1 WHY-1 a case’s workflow is told when it wakes, what work it waits for, and in words why it waits and what comes next', () => {
  expect(standsOf(definition, asked, of)).toEqual({
    version: 3,
    wake: { what: 'late', at: '2026-11-20T10:30:00.000Z', summary: 'Document D-1: administrators are told that it is late' },
    work: '1',
    ended: false,
    show: {
      stage: 'Being made',
      awaiting: 'nobody',
      dueAt: '2026-11-20T10:30:00.000Z',
      tenant: 'volt',
      details:
        '**D-1 – Being made**\n\nThe document worker makes it since 20 Nov 2026 10:00 – Finance report of 2026-11-19; it ends when the file is there.\n\nNext (London time):\n\n20 Nov 2026 10:30: administrators are told that it is late',
    },
  });
});

test('OPS-1 a case that has ended wakes no more and waits for no work, whatever its state still says of either', () => {
  const ended = { ...definition, standing: (state: typeof asked) => ({ ...document.standing(state), ended: true }) };
  expect(standsOf(ended as typeof definition, asked, of)).toMatchObject({ wake: null, ended: true });
  expect(standsOf(ended as typeof definition, asked, of)).not.toHaveProperty('work');
});

test('OPS-1 a case without a moment does not wake; a kind without heavy work names none', () => {
  const { approval } = cases;
  const proposal = { what: 'adjustment' as const, from: 'writeOffs', to: 'funds/n', pence: 1n };
  const { next } = approval.commands.propose.decide(
    approval.empty(identity({ kind: 'approval' }), 'a'),
    { proposal },
    situation({ at: AT, by: 'u', facts: { usable: null, faults: [] } }),
  );
  const stands = standsOf(caseOfKind('approval'), { ...next, schedule: [] }, of);
  expect([stands.wake, 'work' in stands, stands.show.dueAt]).toEqual([null, false, null]);
  expect(stands.show.details).toMatch(/^\*\*D-1 – Awaiting a second person\*\*\n\nWaiting on a second person .* approves or declines\.$/);
});

test('WHY-1 a case that several holds wait for tells all of them, and its next events one below the other', () => {
  const hold = (name: string, why: string, day: string): Hold => ({
    ...{ name, awaiting: 'staff', clock: 'ours', since: AT, why },
    next: [{ at: `${day}T10:00:00.000Z`, what: `${name} is reminded` }],
    dueAt: `${day}T10:00:00.000Z`,
  });
  const standing = held('Waiting', hold('a', 'Waiting on a.', '2026-11-21'), hold('b', 'Waiting on b.', '2026-11-22'));
  const { details } = standsOf({ ...definition, standing: () => standing }, asked, of).show;
  expect(details).toBe(
    '**D-1 – Waiting**\n\nWaiting on a.\n\nHeld by:\n\nWaiting on a.\n\nWaiting on b.\n\nNext (London time):\n\n21 Nov 2026 10:00: a is reminded\n\n22 Nov 2026 10:00: b is reminded',
  );
});

test('OPS-1 a process is found by its kind and its entity, numbered from the second about the same entity on', () => {
  expect(businessId('suspense', 'r')).toBe('suspense/r');
  expect(businessId('suspense', 'r', 1)).toBe('suspense/r');
  expect(businessId('suspense', 'r', 2)).toBe('suspense/r/2');
  expect(['suspense/r', 'suspense/r/2'].map(nameIn)).toEqual(['r', 'r']);
  expect(() => caseOfKind('bulk-action')).toThrow('bulk-action is no kind of case');
});

test('OPS-1 people call a case by its kind’s letter and the last eight signs of its identifier; a process is started with both', () => {
  const id = '019352b8-6f0e-7a3c-9d1e-0a1b2c3d4e5f';
  expect([referenceOf('document', id), referenceOf('reversal', id)]).toEqual(['D-2C3D4E5F', '-2C3D4E5F']);
  const given = { owner: 'finance', tenant: 't', organisation: null, policyVersion: 'v' };
  expect(startOf('suspense', id, { ...given, time: 2 })).toEqual({
    kind: 'suspense',
    businessId: `suspense/${id}/2`,
    reference: 'S-2C3D4E5F',
    ...given,
  });
});

test('WRK-1 WHY-1 a bulk action works until its last item is done or failed, and counts both', () => {
  const { standing } = rowKinds['bulk-action'];
  const working = standing({ total: 3, done: 1, failed: 1 }, AT);
  expect(working.holds).toEqual([
    {
      ...{ name: 'items', awaiting: 'nobody', clock: 'ours', since: AT, next: [], dueAt: null },
      why: 'Working since 20 Nov 2026 10:00; it ends with the last item.',
    },
  ]);
  expect([working.stage, standing({ total: 3, done: 2, failed: 1 }, AT)]).toEqual([
    'Working',
    expect.objectContaining({
      stage: 'Finished',
      ended: true,
      why: 'Ended: 2 done, 1 failed of 3; each item says what became of it.',
    }),
  ]);
});

test('ADV-4 WHY-1 an import posts until its last line is a receipt', () => {
  const { standing } = rowKinds['statement-import'];
  const posting = standing({ lines: 3, posted: 2, asked: 0, doubt: null }, AT);
  expect(posting.holds).toEqual([
    {
      ...{ name: 'lines', awaiting: 'nobody', clock: 'ours', since: AT, next: [], dueAt: null },
      why: 'Posting 3 lines since they were stored; it ends when each receipt is in suspense.',
    },
  ]);
  expect([posting.stage, standing({ lines: 3, posted: 3, asked: 0, doubt: null }, AT)]).toEqual([
    'Posting',
    expect.objectContaining({ stage: 'Posted', ended: true, why: 'Ended: all 3 lines are posted.' }),
  ]);
});

test('ADV-4 WHY-1 an import whose other lines are posted waits for finance to say what the doubtful ones are', () => {
  const { standing } = rowKinds['statement-import'];
  const doubt = { since: AT, dueAt: DUE, remindAt: LATER };
  expect(standing({ lines: 3, posted: 1, asked: 1, doubt }, AT).stage).toBe('Posting');
  const asked = standing({ lines: 3, posted: 2, asked: 1, doubt }, AT);
  expect(asked.stage).toBe('Asked');
  expect(asked.holds).toEqual([
    {
      ...{ name: 'decision', awaiting: 'finance', clock: 'ours', since: AT, dueAt: DUE },
      why: 'Waiting on finance since 20 Nov 2026 10:00: 1 of 3 lines may be known already; it ends when finance says whether they are the same or new money.',
      next: [{ at: LATER, what: 'finance is reminded' }],
    },
  ]);
});
