import { writeFileSync } from 'node:fs';
import { bundleWorkflowCode } from '@temporalio/worker';
import { converterPaths } from '../platform/data-converter';
import { BUNDLE_PATH, TRACED_BUNDLE_PATH } from '../workers/worker';

/** Bundles the compiled workflow code once, plain and with spans, so that workers start at once. */
async function main(): Promise<void> {
  const quiet = { trace() {}, debug() {}, info() {}, warn: console.warn, error: console.error, log() {} };
  const options = { workflowsPath: require.resolve('../workflows'), ...converterPaths, logger: quiet };
  writeFileSync(BUNDLE_PATH, (await bundleWorkflowCode(options)).code);
  const spans = require.resolve('@temporalio/interceptors-opentelemetry/lib/workflow-interceptors');
  writeFileSync(TRACED_BUNDLE_PATH, (await bundleWorkflowCode({ ...options, workflowInterceptorModules: [spans] })).code);
}

void main();
