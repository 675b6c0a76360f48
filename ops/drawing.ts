import { transitions } from '../domain/advance-orders/transitions';

/** The life of an advance order as a Mermaid state diagram, drawn from its transition table. */
export function drawTransitions(): string {
  const edges = Object.entries(transitions).flatMap(([event, states]) =>
    Object.entries(states).map(([from, to]) => `  ${from === 'none' ? '[*]' : from} --> ${to}: ${event}`),
  );
  return [
    '# The life of an advance order',
    '',
    'Drawn by `npm run docs` from `domain/advance-orders/transitions.ts` (ADV-2..4).',
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...edges,
    '  allocated --> [*]',
    '  cancelled --> [*]',
    '```',
    '',
  ].join('\n');
}
