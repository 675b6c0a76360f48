/** `npm run mutants`: the rules, mutated, against their pure tests (docs/decisions/0023). */
export default {
  plugins: [new URL('dist/ops/mutants/pure-runner.js', import.meta.url).pathname],
  testRunner: 'pure',
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  mutate: ['domain/**/*.ts', '!domain/**/*.d.ts'],
  ignorePatterns: [
    '/.data',
    '/api',
    '/bench',
    '/console',
    '/dist',
    '/simulators',
    '/workers',
    '/workflows',
    '/openapi.json',
    '/docs/screenshots',
    '/test/histories',
  ],
  tempDirName: '.data/stryker',
  // Only with --incremental, for the files one works on: the score that counts is of a run without.
  incrementalFile: '.data/mutants/incremental.json',
  reporters: ['clear-text', 'json'],
  jsonReporter: { fileName: '.data/mutants/domain.json' },
  clearTextReporter: { logTests: false, allowColor: false },
  thresholds: { high: 90, low: 80, break: 80 },
  disableTypeChecks: false,
  // A loop without an end is found by its count of hits; a busy machine alone must not count as one.
  timeoutMS: 60_000,
};
