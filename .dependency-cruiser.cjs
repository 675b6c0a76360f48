const { readdirSync } = require('node:fs');
const { basename, join } = require('node:path');

/** The import rules of design 2, on the real graph: nobody looks upwards, into another area, or goes round in circles. */
const only = (from, allowed) => ({
  name: `${from} imports only ${allowed.join(', ') || 'itself'}`,
  severity: 'error',
  from: { path: `^${from}/` },
  to: {
    path: '^(domain|messages|workflows|platform|db|activities|api|workers|ops|bench|test|simulators|console)/',
    pathNot: `^(${[from, ...allowed].join('|')})/`,
    preCompilationOnly: false,
  },
});

const AREAS =
  'access|organisations|work|bank|orders|people|assessments|applications|cards|checks|calendar|outages|catalogue|registration|learners|bookings|evidence|results|grades|claims|quality|certificates|privacy';

/** The kinds of process: each has its names in `<kind>.ts` beside its rules in `<kind>.process.ts`. */
const KINDS = readdirSync(join(__dirname, 'domain'), { recursive: true })
  .filter((file) => file.endsWith('.process.ts'))
  .map((file) => basename(file, '.process.ts'))
  .join('|');
const NAMES = `^domain/[a-z]+/(${KINDS})\\.ts$`;
const MESSAGES = '^messages/.*\\.messages\\.ts$';

module.exports = {
  forbidden: [
    { name: 'no cycle', severity: 'error', from: {}, to: { circular: true } },
    only('domain', []),
    only('messages', ['domain']),
    only('workflows', ['domain', 'messages']),
    only('platform', ['domain', 'messages']),
    only('db', ['domain', 'platform']),
    only('activities', ['db', 'domain', 'platform']),
    only('api', ['messages', 'domain', 'db', 'platform']),
    only('console', []),
    only('simulators', []),
    only('workers', ['activities', 'db', 'platform', 'messages', 'domain']),
    {
      name: 'workflow code takes of the domain the names of kinds, and types',
      severity: 'error',
      from: { path: ['^workflows/', MESSAGES] },
      to: { path: '^(domain|messages)/', pathNot: [NAMES, MESSAGES], preCompilationOnly: false },
    },
    {
      name: 'the names of a kind hold no rules',
      severity: 'error',
      from: { path: NAMES },
      to: { preCompilationOnly: false },
    },
    {
      name: 'one file starts, updates and signals',
      severity: 'error',
      from: { path: '^(db|activities)/' },
      to: { path: '^platform/temporal\\.ts$' },
    },
    {
      name: "an area takes from another area's tables what its offers hold, and its models",
      severity: 'error',
      from: { path: `^db/(${AREAS})/` },
      to: { path: `^db/(${AREAS})/`, pathNot: '^db/($1/|[a-z]+/offers\\.ts$|[a-z]+/[a-z-]+\\.model\\.ts$)' },
    },
    {
      name: 'an area of the API or the console imports of another one how its things look, and what it offers',
      severity: 'error',
      from: { path: `^(api|console)/(${AREAS})/` },
      to: { path: `^(api|console)/(${AREAS})/`, pathNot: '^($1/$2/|api/[a-z]+/([a-z-]+\\.representations|offers)\\.ts$)' },
    },
    {
      name: 'what serves all areas imports none',
      severity: 'error',
      from: { path: '^(api/core|console/kit)/' },
      to: { path: `^(api|console|db)/(${AREAS})/`, pathNot: '/offers\\.ts$' },
    },
    { name: 'nobody imports tests and benches', severity: 'error', from: { pathNot: '^(test|bench)/' }, to: { path: '^(test|bench)/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: '^(dist|node_modules)',
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
