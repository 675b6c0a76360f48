import { changed, refusedBy } from '../../../domain/decision';
import type { CaseDefinition, CaseState } from '../../../domain/process';
import { caseOfKind, cases } from '../../../domain/processes';
import { refuse } from '../../../domain/refusal';
import { effectsOf } from '../../support/decisions';
import { identity } from '../../support/situation';

const AT = '2026-11-20T10:00:00.000Z';
const kinds = Object.keys(cases);
const emptyOf = (definition: CaseDefinition<CaseState, unknown>) => definition.empty(identity({ kind: definition.names.kind }), 'e');
const statesOf = ({ transitions }: CaseDefinition<CaseState, unknown>) => [
  ...new Set(Object.values(transitions).flatMap((edges) => [...Object.keys(edges), ...(Object.values(edges) as string[])])),
];

test.each(kinds)(
  'OPS-4 ADV-3 ADV-5 BNK-2 SEC-3 SEC-4 SEC-8 every edge of %s leads where it says, and an event without an edge throws',
  (kind) => {
    const definition = caseOfKind(kind);
    for (const [event, edges] of Object.entries(definition.transitions))
      for (const state of statesOf(definition)) {
        const step = () => changed(definition.transitions, { ...emptyOf(definition), state }, event, AT, {}).next;
        if (edges[state]) expect(step().state).toBe(edges[state]);
        else expect(step).toThrow(`has no edge for ${event}`);
      }
  },
);

test.each(kinds)(
  'WHY-1 every state of %s is known: it has a stage and says why; none leads out of an end but another case’s news, nor back to the beginning',
  (kind) => {
    const definition = caseOfKind(kind);
    const empty = emptyOf(definition);
    for (const state of statesOf(definition)) {
      const standing = definition.standing({ ...empty, state, schedule: [{ what: 'some', at: AT }] });
      expect([state, standing.stage.length > 0, standing.why.length > 0]).toEqual([state, true, true]);
      const leaves = Object.entries(definition.transitions).some(
        ([event, edges]) => edges[state] && !(standing.ended && definition.news[event]),
      );
      expect([state, leaves]).toEqual([state, state === empty.state || !standing.ended]);
      expect([state, Object.values(definition.transitions).some((edges) => Object.values(edges).includes(empty.state))]).toEqual([
        state,
        false,
      ]);
    }
  },
);

test.each(kinds)('WHY-2 the stage of a %s keeps its clock while the state stays, and starts it anew where the state is another', (kind) => {
  const definition = caseOfKind(kind);
  const before = '2026-11-01T10:00:00.000Z';
  for (const [event, edges] of Object.entries(definition.transitions))
    for (const [from, to] of Object.entries(edges)) {
      const { next } = changed(definition.transitions, { ...emptyOf(definition), state: from, stateSince: before }, event, AT, {});
      expect([event, from, next.stateSince]).toEqual([event, from, from === to ? before : AT]);
    }
});

test('OPS-4 a refused decision leaves the very state as it was, does nothing, and says that it was refused', () => {
  const state = { state: 'open', stateSince: AT };
  const faults = [refuse('a', 'OPS-4', 'first', 'Do so.'), refuse('b', 'OPS-4', 'second', 'Or so.', '/place')];
  const decision = refusedBy(state, ...faults);
  expect(decision.next).toBe(state);
  expect(effectsOf(decision)).toEqual({ state: 'open', event: 'refused', refusals: faults });
  expect(faults.map(({ place }) => place)).toEqual(['', '/place']);
});

test('OPS-4 an event that no table names throws like one without an edge: a defect, never a user’s fault', () => {
  expect(() => changed({}, { state: 'open', stateSince: AT }, 'vanished', AT, {})).toThrow('What is open has no edge for vanished');
});
