/** A try to send that did not end well. */
export class NotSent extends Error {
  constructor(
    message: string,
    /** True where the connection broke off so that the receiver may have taken it all the same (OPS-3). */
    readonly mayHaveArrived: boolean,
  ) {
    super(message);
  }
}
