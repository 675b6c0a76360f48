import { NotSent, notTaken } from './not-sent';

/** How long a provider may take to answer. */
const ANSWERS_WITHIN_MS = 10_000;

/** Sends SMS through a provider's HTTP interface; the same key is sent once, however often it is repeated (OPS-3). */
export function smsSender(url: string, key: string) {
  return {
    /** Sends one message under its own key; answers the provider's identifier. Throws NotSent. */
    async send(message: { to: string; text: string; id: string }): Promise<string> {
      const { to, text, id } = message;
      const answer = await fetch(`${url}/messages`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}`, 'Idempotency-Key': id },
        body: JSON.stringify({ to, text, reference: id }),
        signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
      }).catch((error: Error) => {
        throw new NotSent(`SMS provider: ${error.name}`, false);
      });
      if (!answer.ok) throw notTaken('SMS provider', answer.status);
      return ((await answer.json()) as { id: string }).id;
    },
  };
}

/** As the relay uses it. */
export type SmsSender = ReturnType<typeof smsSender>;
