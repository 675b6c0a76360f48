import { writeFileSync } from 'node:fs';
import type { MutantCoverage } from '@stryker-mutator/api/core';
import { TestEnvironment } from 'jest-environment-node';

/** Writes which mutants a test file reached, and which it reached by being loaded, to the file named in the environment. */
export default class CoverageEnvironment extends TestEnvironment {
  constructor(...given: ConstructorParameters<typeof TestEnvironment>) {
    super(...given);
    this.global['__stryker__'] = { mutantCoverage: { static: {}, perTest: {} } };
  }

  handleTestEvent({ name }: { name: string }): void {
    if (name === 'run_start') Object.assign(this.shared, { currentTestId: 'run' });
  }

  override async teardown(): Promise<void> {
    const { perTest, static: loaded } = this.shared.mutantCoverage;
    const reached = { mutants: Object.keys(perTest['run'] ?? {}), loaded: Object.keys(loaded) };
    writeFileSync(process.env['MUTANTS_REACHED']!, JSON.stringify(reached));
    await super.teardown();
  }

  private get shared() {
    return this.global['__stryker__'] as { mutantCoverage: MutantCoverage };
  }
}
