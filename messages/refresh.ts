import { defineSignal } from '@temporalio/workflow';

/** The sweep asks a process to show again how it stands. */
export const refresh = defineSignal('refresh');
