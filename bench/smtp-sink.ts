import { SMTPServer } from 'smtp-server';

/** Takes every mail and keeps none: what the bench sends to, so that no mailbox's work is counted. Its port is the first argument. */
const sink = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  disableReverseLookup: true,
  onData: (stream, _session, done) => {
    stream.once('end', () => done());
    stream.resume();
  },
});
sink.on('error', () => undefined);
sink.listen(Number(process.argv[2]), '127.0.0.1');
process.once('SIGTERM', () => sink.close(() => process.exit(0)));
