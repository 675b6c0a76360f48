import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { WorkerOptions } from '@temporalio/worker';

/** How many digits of the bundle's hash name a build. */
const DIGITS = 16;

/** What the engine is told of the workflow code that a worker runs. */
export interface Versioning {
  /** The worker deployment that this worker is a version of; without one the engine gives work to any worker. */
  deployment?: string | undefined;
  /** Patches of workflow code that are rolled out but not switched on yet. */
  heldPatches?: string[];
}

/** The build ID of a bundle of workflow code: the beginning of its SHA-256, in hex. Throws where there is no such file. */
export function buildIdOf(bundlePath: string): string {
  return createHash('sha256').update(readFileSync(bundlePath)).digest('hex').slice(0, DIGITS);
}

/**
 * A worker as one version of a worker deployment, whose open cases go on with whatever version is current (OPS-4); a patch that is
 * held back runs the old way in every run that has not gone the new one.
 */
export function versioned({ deployment, heldPatches = [] }: Versioning, bundlePath: string): Partial<WorkerOptions> {
  const patches =
    heldPatches.length > 0 ? { patchActivationCallback: ({ patchId }: { patchId: string }) => !heldPatches.includes(patchId) } : {};
  if (!deployment) return patches;
  return {
    ...patches,
    workerDeploymentOptions: {
      useWorkerVersioning: true,
      version: { deploymentName: deployment, buildId: buildIdOf(bundlePath) },
      defaultVersioningBehavior: 'AUTO_UPGRADE',
    },
  };
}
