import { bookingTransitions } from '../domain/bookings/booking.state';
import { learnerTransitions } from '../domain/learners/learner.transitions';
import { transitions as checker } from '../domain/organisations/checker-states';
import { cases } from '../domain/processes';

type Table = Record<string, Partial<Record<string, string>>>;

const NOBODY = { kind: '', businessId: '', reference: '', owner: '', tenant: '', organisation: null, policyVersion: '' };

/** The lives of all kinds of cases, each from its definition, and of entities without a wait. */
const lives: { title: string; rules: string; table: Table; first: string }[] = [
  ...Object.values(cases).map(({ life, rules, transitions, empty }) => ({
    title: life,
    rules: rules.join(', '),
    table: transitions as Table,
    first: empty(NOBODY, '').state,
  })),
  { title: 'The life of an organisation that checks', rules: 'CHK-7', table: checker, first: 'applied' },
  {
    title: 'The life of a registered learner',
    rules: 'LAP-1, LAP-2, LAP-3, LRN-3, LRN-4, LRN-5',
    table: learnerTransitions,
    first: 'registered',
  },
  { title: 'The life of a booking', rules: 'BKG-4, BKG-5', table: bookingTransitions, first: 'active' },
];

/** The lives of entities as Mermaid state diagrams, each drawn from its transition table. */
export function drawTransitions(): string {
  const drawn = lives.flatMap(({ title, rules, table, first }) => [
    `## ${title}`,
    '',
    `Rules ${rules}.`,
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
