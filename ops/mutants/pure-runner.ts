import type { MutantCoverage } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
  type CompleteDryRunResult,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
} from '@stryker-mutator/api/test-runner';
import fc from 'fast-check';
import { forgetModules, loadRules, preparePureTests, pureTestFiles, testsOf, type PureTest } from './pure-tests';

/** What instrumented code and its runner share. */
interface Shared {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: MutantCoverage;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
}

const shared = ((globalThis as { __stryker__?: Shared }).__stryker__ ??= {});
const SEED = 2026;

/**
 * Stryker's runner for pure tests (docs/decisions/0023). Rules and tests are loaded anew for each mutant in one process, which costs
 * milliseconds where a run of Jest costs seconds; what a test file computes while it is loaded counts as each of its tests' doing.
 */
export class PureRunner implements TestRunner {
  private readonly root = process.cwd();
  /** How long each test took when it ran last: the quick ones go first. */
  private readonly took = new Map<string, number>();

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    preparePureTests();
    fc.configureGlobal({ seed: SEED, endOnFailure: true });
  }

  async dryRun(): Promise<DryRunResult> {
    const coverage: MutantCoverage = { static: {}, perTest: {} };
    shared.mutantCoverage = coverage;
    const tests: TestResult[] = [];
    for (const file of pureTestFiles(this.root)) {
      forgetModules(this.root);
      shared.currentTestId = undefined;
      loadRules(this.root);
      shared.currentTestId = file;
      const declared = testsOf(this.root, file);
      for (const test of declared) tests.push(await this.outcome(test));
      for (const { id } of declared) coverage.perTest[id] = { ...coverage.perTest[file], ...coverage.perTest[id] };
      Reflect.deleteProperty(coverage.perTest, file);
    }
    shared.currentTestId = undefined;
    return { status: DryRunStatus.Complete, tests, mutantCoverage: coverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, disableBail }: MutantRunOptions): Promise<MutantRunResult> {
    forgetModules(this.root);
    Object.assign(shared, { activeMutant: activeMutant.id, hitCount: hitLimit === undefined ? undefined : 0, hitLimit });
    const result = await this.against(testFilter ? new Set(testFilter) : null, disableBail);
    shared.activeMutant = undefined;
    return toMutantRunResult(determineHitLimitReached(shared.hitCount, shared.hitLimit) ?? result);
  }

  private async against(chosen: Set<string> | null, all: boolean): Promise<CompleteDryRunResult> {
    const tests: PureTest[] = [];
    const results: TestResult[] = [];
    for (const file of pureTestFiles(this.root)) {
      if (chosen && ![...chosen].some((id) => id.startsWith(`${file} `))) continue;
      try {
        tests.push(...testsOf(this.root, file).filter(({ id }) => !chosen || chosen.has(id)));
      } catch (error) {
        results.push(failed({ id: file, title: file, file, run: () => undefined }, 0, error));
      }
    }
    if (results.length === 0 || all)
      for (const test of tests.sort((a, b) => (this.took.get(a.id) ?? 0) - (this.took.get(b.id) ?? 0))) {
        const result = await this.outcome(test);
        results.push(result);
        if (result.status === TestStatus.Failed && !all) break;
      }
    return { status: DryRunStatus.Complete, tests: results };
  }

  private async outcome(test: PureTest): Promise<TestResult> {
    if (shared.activeMutant === undefined) shared.currentTestId = test.id;
    const began = performance.now();
    const spent = () => performance.now() - began;
    try {
      await test.run();
      this.took.set(test.id, spent());
      return { id: test.id, name: test.title, fileName: test.file, timeSpentMs: spent(), status: TestStatus.Success };
    } catch (error) {
      return failed(test, spent(), error);
    }
  }
}

function failed({ id, title, file }: PureTest, timeSpentMs: number, error: unknown): TestResult {
  const failureMessage = error instanceof Error ? error.message : String(error);
  return { id, name: title, fileName: file, timeSpentMs, status: TestStatus.Failed, failureMessage };
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'pure', PureRunner)];
