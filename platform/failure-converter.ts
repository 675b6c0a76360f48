import { DefaultFailureConverter } from '@temporalio/common';

/** Error messages and stack traces travel as payloads, so that the codec encrypts them too (SEC-12). */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
