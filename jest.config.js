// The log of what runs within the tests; LOG_LEVEL=info shows it.
process.env.LOG_LEVEL ??= 'silent';

/** One worker: two are no faster on two cores, and each file has servers of its own. */
module.exports = {
  rootDir: __dirname,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '^.+\\.[jt]s$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' } }] },
  transformIgnorePatterns: ['/node_modules/(?!(temporal-polyfill|temporal-utils|cookie)/)', '<rootDir>/dist/'],
  maxWorkers: 1,
  // A file of servers leaves 60 to 100 MB behind in its process: past this the next file has a fresh one.
  workerIdleMemoryLimit: '1GB',
  // Only what hangs takes so long: on a loaded machine a test takes many times what it does on a quiet one.
  testTimeout: 180_000,
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  testSequencer: '<rootDir>/test/support/sequencer.js',
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.data'],
};
