import { cases, startOf } from '../../../domain/processes';
import { firstPolicy } from '../../../domain/policy';
import * as decide from '../../../domain/work/document.decide';
import { standingOf } from '../../../domain/work/document.standing';
import type { Document, DocumentFacts, DocumentState } from '../../../domain/work/document.state';
import { transitions } from '../../../domain/work/document.transitions';

const AT = '2026-11-24T12:00:00.000Z';
const LATER = '2026-11-24T12:30:00.000Z';
const FILE = { id: 'f', at: LATER };
const wish = (day = '2026-11-24') => ({ kind: 'day-report' as const, day });
const about = (at = AT, facts: DocumentFacts = { file: null }) => ({
  at,
  policy: firstPolicy,
  calendar: { version: 'v', holidays: new Set<string>(), publishedUntil: '2027-12-31' },
  by: 'u',
  requestId: 'r',
  facts,
});
const start = startOf('document', '0192-d', { owner: 'finance', tenant: 't', organisation: null, policyVersion: firstPolicy.version });
const none = cases.document.empty(start, '0192-d');
const asked = decide.ask(none, wish(), about()).next;
const failed = decide.failed(asked, null, about(LATER)).next;
const made = decide.made(asked, null, about(LATER, { file: FILE })).next;
const documents: Record<DocumentState, Document> = { none, asked, failed, made };
const changes: Record<string, (document: Document) => { next: Document; refusals: unknown[] }> = {
  asked: (document) => decide.ask(document, wish(), about()),
  late: (document) => decide.onDue(document, { what: 'late', at: LATER }, about(LATER)),
  made: (document) => decide.made(document, null, about(LATER, { file: FILE })),
  failed: (document) => decide.failed(document, null, about(LATER)),
  reminded: (document) => decide.onDue(document, { what: 'remind', at: LATER }, about(LATER)),
  retried: (document) => decide.retry(document, {}, about(LATER)),
};

test('OPS-2 every edge of a document’s life is as it is drawn; what is not there is refused or throws', () => {
  for (const [event, edges] of Object.entries(transitions))
    for (const [state, document] of Object.entries(documents) as [DocumentState, Document][]) {
      const change = () => changes[event]!(document);
      const to = (edges as Partial<Record<DocumentState, DocumentState>>)[state];
      if (to) expect([event, state, change().next.state]).toEqual([event, state, to]);
      else
        expect(() => {
          if (change().refusals.length > 0) throw new Error('refused');
        }).toThrow();
    }
});

test('FIN-1 the report of a day is asked for once that day has begun in London, not before', () => {
  expect(decide.ask(none, wish('2026-11-25'), about('2026-11-24T23:59:59.000Z')).refusals).toEqual([
    { code: 'day', rule: 'FIN-1', detail: '2026-11-25 has not begun', remedy: 'Choose 2026-11-24 or a day before it.', place: '/day' },
  ]);
  expect(decide.ask(none, wish('2026-07-02'), about('2026-07-01T23:00:00.000Z')).next.state).toBe('asked');
});

test('OPS-2 administrators hear once of a document that is late after 30 minutes, and every day of one that failed', () => {
  expect(asked.schedule).toEqual([{ what: 'late', at: LATER }]);
  const late = decide.onDue(asked, asked.schedule[0]!, about(LATER));
  expect([late.next.schedule, late.mails]).toEqual([
    [],
    [
      {
        template: 'document-late',
        to: { queue: 'administrator' },
        facts: { reference: asked.reference, subject: 'Finance report of 2026-11-24' },
      },
    ],
  ]);
  const reminded = decide.onDue(failed, failed.schedule[0]!, about(failed.schedule[0]!.at));
  expect([failed.schedule[0]!.at, reminded.next.schedule[0]!.at]).toEqual(['2026-11-25T12:30:00.000Z', '2026-11-26T12:30:00.000Z']);
  expect(reminded.mails.map(({ template }) => template)).toEqual(['document-failed']);
});

test('OPS-2 a failed document is the administrators’ task, which a retry closes, or the file where it comes all the same', () => {
  const opens = [{ queue: 'administrator', task: 'retryDocument', dueAt: failed.schedule[0]!.at }];
  expect(decide.failed(asked, null, about(LATER)).opens).toEqual(opens);
  expect(decide.retry(failed, {}, about(LATER)).closes).toEqual(['retryDocument']);
  expect(decide.unheard(failed, { file: FILE })).toEqual({ news: 'made', key: 'f', body: null, at: LATER });
  expect(decide.made(failed, null, about(LATER, { file: FILE })).closes).toEqual(['retryDocument']);
  expect([decide.unheard(made, { file: FILE }), decide.unheard(asked, { file: null })]).toEqual([null, null]);
});

test('OPS-2 the worker is asked anew by each round, and only while the document is asked for', () => {
  const again = decide.retry(failed, {}, about(LATER)).next;
  expect([none, asked, failed, again, made].map((each) => cases.document.awaitsWork(each))).toEqual([null, '1', null, '2', null]);
});

test('WHY-1 a document says whom it waits for: nobody while it is made, staff once it failed', () => {
  expect(standingOf(asked)).toMatchObject({ stage: 'Being made', awaiting: 'nobody', clock: 'ours', dueAt: LATER, ended: false });
  expect(standingOf(failed)).toMatchObject({ stage: 'Failed', awaiting: 'staff', clock: 'ours', ended: false });
  expect(standingOf(made)).toMatchObject({ stage: 'Made', awaiting: 'nobody', ended: true, holds: [] });
});

test('OPS-2 before it is asked for a document knows nothing but its reference', () => {
  const nothing = { wish: null, requestedBy: '', round: 0, file: null, schedule: [] };
  expect(none).toEqual({
    id: '0192-d',
    tenant: 't',
    reference: start.reference,
    ...nothing,
    state: 'none',
    stateSince: '1970-01-01T00:00:00.000Z',
  });
});

test('OPS-2 the file is kept with the document, once asked for or failed, and nothing happens by itself any more', () => {
  expect(made).toMatchObject({ file: 'f', schedule: [] });
  expect(decide.unheard(asked, { file: FILE })).toEqual({ news: 'made', key: 'f', body: null, at: LATER });
  expect(decide.unheard(none, { file: FILE })).toBeNull();
});

test('OPS-2 a document that failed is told to the administrators by name, at once', () => {
  expect(decide.failed(asked, null, about(LATER)).mails).toEqual([
    {
      template: 'document-failed',
      to: { queue: 'administrator' },
      facts: { reference: asked.reference, subject: 'Finance report of 2026-11-24' },
    },
  ]);
});

test('OPS-2 what did not fail is neither failed again nor made anew, and says what to do instead', () => {
  const refusal = (state: string, remedy: string) => [
    { code: 'ended', rule: 'OPS-2', place: '', detail: `This document is ${state}`, remedy },
  ];
  expect(decide.retry(asked, {}, about(LATER)).refusals).toEqual(refusal('asked', 'Wait until it is made.'));
  expect(decide.retry(made, {}, about(LATER)).refusals).toEqual(refusal('made', 'Download it, or ask for a new one.'));
  expect(decide.failed(failed, null, about(LATER)).refusals).toEqual(refusal('failed', 'Wait until it is made.'));
});

test('WHY-1 a document says in words what it is, why it waits and how it ended', () => {
  const report = 'Finance report of 2026-11-24';
  expect([none, asked, failed, made].map((each) => standingOf(each).why)).toEqual([
    'Not asked for yet.',
    `The document worker makes it since 24 Nov 2026 12:00 – ${report}; it ends when the file is there.`,
    `Waiting on staff since 24 Nov 2026 12:30 – ${report} could not be made; it ends when it is tried again and the file is there.`,
    `Ended at 24 Nov 2026 12:30: the file is there – ${report}.`,
  ]);
  expect(standingOf({ ...made, wish: null }).why).toBe('Ended at 24 Nov 2026 12:30: the file is there – A document.');
  expect([asked, failed].map((each) => standingOf(each).holds.map(({ name }) => name))).toEqual([['making'], ['retry']]);
  expect(standingOf({ ...failed, schedule: [] }).dueAt).toBeNull();
  expect(cases.document.summary(failed, failed.schedule[0]!)).toBe(`Document ${asked.reference}: administrators are reminded`);
});

test('ORD-6 OPS-2 whoever is billed is told of an invoice or a credit note once, when it is made, also after it had failed', () => {
  const ofInvoice = (of: 'invoice' | 'creditNote') =>
    decide.ask(none, { kind: 'invoice', invoice: 'i', of }, about('2020-01-01T00:00:00.000Z'));
  const facts = { file: FILE, invoice: 'INV-000042' };
  for (const [of, template] of [
    ['invoice', 'invoice-made'],
    ['creditNote', 'credit-note-made'],
  ] as const) {
    const { next, mails } = ofInvoice(of);
    expect([next.state, mails]).toEqual(['asked', []]);
    const told = [{ template, to: { invoice: 'i' }, facts: { invoice: 'i', reference: 'INV-000042' } }];
    expect(decide.made(next, null, about(LATER, facts)).mails).toEqual(told);
    expect(decide.made(decide.failed(next, null, about(LATER)).next, null, about(LATER, facts)).mails).toEqual(told);
  }
  expect(decide.made(asked, null, about(LATER, { file: FILE })).mails).toEqual([]);
});
