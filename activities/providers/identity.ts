import { NotSent, notTaken } from './not-sent';

/** How long a provider may take to answer. */
const ANSWERS_WITHIN_MS = 10_000;

/** A check that is asked for: our reference of it, whose it is, the photo (JPEG) that is to be his, and where he goes on afterwards. */
export interface CheckAsked {
  reference: string;
  givenName: string;
  familyName: string;
  birthDate: string | null;
  photo: Buffer;
  returnUrl: string;
}
/** What the provider made of it: its identifier, and the page at which the person is checked. */
export interface CheckOpened {
  id: string;
  url: string;
}

/** Asks an identity provider over its HTTP interface; the same reference is one check, however often it is asked for (OPS-3). What comes of it is told by webhook. */
export function identityProvider(url: string, key: string) {
  return {
    /** Opens a check. Throws NotSent. */
    async open({ photo, ...asked }: CheckAsked): Promise<CheckOpened> {
      const answer = await fetch(`${url}/checks`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}`, 'Idempotency-Key': asked.reference },
        body: JSON.stringify({ ...asked, photo: photo.toString('base64') }),
        signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
      }).catch((error: Error) => {
        throw new NotSent(`Identity provider: ${error.name}`, false);
      });
      if (!answer.ok) throw notTaken('Identity provider', answer.status);
      return (await answer.json()) as CheckOpened;
    },
  };
}

/** As the relay uses it. */
export type IdentityProvider = ReturnType<typeof identityProvider>;
