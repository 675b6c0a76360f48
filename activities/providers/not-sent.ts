/** Answers of the 400 kind that are about us and not about the message: our key, our pace. */
const ABOUT_US = [401, 403, 408, 429];

/** What an answer that is no yes comes to: of the 400 kind it is about this message alone, else the service cannot be used (OUT-1). */
export function notTaken(service: string, status: number): NotSent {
  return new NotSent(`${service}: ${status}`, false, false, status >= 400 && status < 500 && !ABOUT_US.includes(status));
}

/** A try to send that did not end well. */
export class NotSent extends Error {
  /** Those of several recipients whom it reached all the same. */
  reached: string[] = [];

  constructor(
    message: string,
    /** True where the connection broke off so that the receiver may have taken it all the same (OPS-3). */
    readonly mayHaveArrived: boolean,
    /** True where the receiver has refused it for good: a further try ends likewise (RFC 5321, 4.2.1). */
    readonly isFinal = false,
    /** True where the receiver answered about this message alone: the next one may be taken. */
    readonly isAnswered = false,
  ) {
    super(message);
  }
}
