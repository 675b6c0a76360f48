import { transitions as advanceOrder } from '../domain/advance-orders/transitions';
import { transitions as reversal } from '../domain/reversals/transitions';
import { transitions as suspense } from '../domain/suspense/transitions';

type Table = Record<string, Partial<Record<string, string>>>;

const lives: { title: string; from: string; rules: string; table: Table }[] = [
  { title: 'The life of an advance order', from: 'advance-orders', rules: 'ADV-2..4', table: advanceOrder },
  { title: 'The life of a receipt in suspense', from: 'suspense', rules: 'BNK-2', table: suspense },
  { title: 'The life of a reversal', from: 'reversals', rules: 'ADV-5', table: reversal },
];

/** The lives of entities as Mermaid state diagrams, each drawn from its transition table. */
export function drawTransitions(): string {
  const drawn = lives.flatMap(({ title, from, rules, table }) => [
    `## ${title}`,
    '',
    `From \`domain/${from}/transitions.ts\` (${rules}).`,
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...edgesOf(table),
    '```',
    '',
  ]);
  return ['# States', '', 'Drawn by `npm run docs` from the transition tables: what is not here cannot happen.', '', ...drawn].join('\n');
}

function edgesOf(table: Table): string[] {
  const edges = Object.entries(table).flatMap(([event, states]) => Object.entries(states).map(([from, to]) => ({ from, to: to!, event })));
  const leaving = new Set(edges.map(({ from }) => from));
  const ends = [...new Set(edges.map(({ to }) => to))].filter((state) => !leaving.has(state));
  return [
    ...edges.map(({ from, to, event }) => `  ${from === 'none' ? '[*]' : from} --> ${to}: ${event}`),
    ...ends.map((state) => `  ${state} --> [*]`),
  ];
}
