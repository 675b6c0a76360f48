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
