/** The import rules of design 2, on the real graph: nobody looks upwards, nobody goes round in circles. */
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
      name: 'one file starts, updates and signals',
      severity: 'error',
      from: { path: '^(db|activities)/' },
      to: { path: '^platform/temporal\\.ts$' },
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
