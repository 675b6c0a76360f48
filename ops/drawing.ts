import { transitions as accessRequest } from '../domain/access/access-request.transitions';
import { transitions as checker } from '../domain/organisations/checker-states';
import { transitions as approval } from '../domain/work/approval.transitions';
import { transitions as advanceOrder } from '../domain/orders/advance-order.transitions';
import { transitions as invitation } from '../domain/access/invitation.transitions';
import { transitions as reversal } from '../domain/bank/reversal.transitions';
import { transitions as suspense } from '../domain/bank/suspense.transitions';

type Table = Record<string, Partial<Record<string, string>>>;

const lives: { title: string; from: string; file?: string; rules: string; table: Table; first?: string }[] = [
  { title: 'The life of an advance order', from: 'advance-orders', rules: 'ADV-2..4', table: advanceOrder },
  { title: 'The life of a receipt in suspense', from: 'suspense', rules: 'BNK-2', table: suspense },
  { title: 'The life of a reversal', from: 'reversals', rules: 'ADV-5', table: reversal },
  { title: 'The life of an invitation', from: 'invitations', rules: 'SEC-3', table: invitation, first: 'made' },
  { title: 'The life of a request for access', from: 'access-requests', rules: 'SEC-4', table: accessRequest },
  { title: 'The life of a proposal', from: 'approvals', rules: 'SEC-8, TIM-3', table: approval },
  {
    title: 'The life of an organisation that checks',
    from: 'access',
    file: 'checker-states',
    rules: 'CHK-7',
    table: checker,
    first: 'applied',
  },
];

/** The lives of entities as Mermaid state diagrams, each drawn from its transition table. */
export function drawTransitions(): string {
  const drawn = lives.flatMap(({ title, from, file = 'transitions', rules, table, first = 'none' }) => [
    `## ${title}`,
    '',
    `From \`domain/${from}/${file}.ts\` (${rules}).`,
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...edgesOf(table, first),
    '```',
    '',
  ]);
  return ['# States', '', 'Drawn by `npm run docs` from the transition tables: what is not here cannot happen.', '', ...drawn].join('\n');
}

function edgesOf(table: Table, first: string): string[] {
  const edges = Object.entries(table).flatMap(([event, states]) => Object.entries(states).map(([from, to]) => ({ from, to: to!, event })));
  const leaving = new Set(edges.map(({ from }) => from));
  const ends = [...new Set(edges.map(({ to }) => to))].filter((state) => !leaving.has(state));
  return [
    ...(first === 'none' ? [] : [`  [*] --> ${first}`]),
    ...edges.map(({ from, to, event }) => `  ${from === 'none' ? '[*]' : from} --> ${to}: ${event}`),
    ...ends.map((state) => `  ${state} --> [*]`),
  ];
}
