import { writeFileSync } from 'node:fs';
import { bundleWorkflowCode } from '@temporalio/worker';
import { converterPaths } from '../platform/data-converter';
import { BUNDLE_PATH } from '../workers/worker';

/** Bundles the compiled workflow code once, so that workers start at once. */
async function main(): Promise<void> {
  const quiet = { trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error, log() {} };
  const { code } = await bundleWorkflowCode({ workflowsPath: require.resolve('../workflows'), ...converterPaths, logger: quiet });
  writeFileSync(BUNDLE_PATH, code);
}

void main();
