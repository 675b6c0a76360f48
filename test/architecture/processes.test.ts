import { readFileSync } from 'node:fs';
import type { CaseDefinition, CaseState } from '../../domain/process';
import { cases, processes, processKinds, type CaseKind } from '../../domain/processes';

const NOBODY = { kind: '', businessId: 'kind/entity', reference: 'R-1', owner: '', tenant: '', organisation: null, policyVersion: '' };
const definitions = Object.entries(cases) as unknown as [CaseKind, CaseDefinition<CaseState, unknown>][];

test('each kind is named once: key, definition, workflow and its file are the same, letters and board queues are nobody else’s', () => {
  const exported = readFileSync('workflows/index.ts', 'utf8');
  for (const kind of processKinds) {
    const { names } = processes[kind];
    expect(names.kind).toBe(kind);
    expect(exported).toContain(`export { ${names.workflow} } from './${kind}.workflow';`);
    expect(readFileSync(`workflows/${kind}.workflow.ts`, 'utf8')).toContain(`export async function ${names.workflow}(`);
  }
  const beside = ["export { recurring } from './recurring.workflow';"];
  expect(exported.match(/^export .*/gm)).toHaveLength(processKinds.length + beside.length);
  expect(exported.match(/^export .*/gm)).toEqual(expect.arrayContaining(beside));
  for (const of of [
    processKinds.flatMap((kind) => processes[kind].names.letter ?? []),
    processKinds.map((kind) => processes[kind].board.name),
    processKinds.map((kind) => processes[kind].names.entity),
  ])
    expect(new Set(of).size).toBe(of.length);
});

test.each(definitions)('the commands and news of a %s are those of its names, and its workflow takes each', (kind, definition) => {
  const { names, commands, news, opens } = definition;
  expect(Object.keys(commands).sort()).toEqual([...names.commands].sort());
  for (const heard of names.news) expect(Object.keys(news)).toContain(heard);
  expect(names.opensBy === null).toBe(opens !== undefined);
  const story = readFileSync(`workflows/${kind}.workflow.ts`, 'utf8');
  for (const command of names.commands) expect(story).toContain(`${command === names.opensBy ? 'opensBy' : 'accepts'}('${command}')`);
  for (const heard of names.news) expect(story).toContain(`hears('${heard}')`);
});

test.each(definitions)(
  'a %s knows its first state, which has not ended in its words, and says what an ended one answers',
  (_kind, definition) => {
    const first = definition.empty(NOBODY, 'entity');
    const { transitions } = definition;
    expect(Object.values(transitions).some((edges) => first.state in edges)).toBe(true);
    const states = new Set(Object.values(transitions).flatMap((edges) => Object.values(edges)));
    for (const state of states) {
      const refusal = definition.ended({ ...first, state: state! });
      expect(refusal).toMatchObject({
        code: expect.stringMatching(/\w/),
        rule: expect.stringMatching(/^[A-Z]{3}-\d+$/),
        remedy: expect.stringMatching(/\w/),
      });
    }
  },
);
