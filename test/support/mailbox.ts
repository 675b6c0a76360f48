import { eventually } from './eventually';

/** A mail as the mailbox received it. */
export interface ReceivedMail {
  messageId: string;
  subject: string;
  text: string;
  to: { address: string }[];
}

/** Reads the mailbox that the system's SMTP sends to. */
export class Mailbox {
  constructor(private readonly port: number) {}

  /** All mails whose subject or text names something. */
  async about(words: string): Promise<ReceivedMail[]> {
    const answer = await fetch(`http://127.0.0.1:${this.port}/email`);
    const mails = (await answer.json()) as ReceivedMail[];
    return mails.filter((mail) => `${mail.subject}\n${mail.text}`.includes(words));
  }

  /** All mails to somebody whose subject or text has words. */
  async to(address: string, words: string): Promise<ReceivedMail[]> {
    return (await this.about(words)).filter((mail) => mail.to.some((each) => each.address === address));
  }

  /** Waits for the mail about something with words in its subject. */
  async waitFor(about: string, subject: string): Promise<ReceivedMail> {
    return eventually(async () => {
      const found = (await this.about(about)).find((mail) => mail.subject.includes(subject));
      if (!found) throw new Error(`No mail about ${about} with "${subject}" in its subject`);
      return found;
    });
  }
}
