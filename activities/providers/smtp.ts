import { readFileSync } from 'node:fs';
import nodemailer from 'nodemailer';
import type { Config } from '../../platform/config';
import type { Rendered } from '../../platform/templates';
import { NotSent } from './not-sent';

/** How mails leave: where, from whom, how fast, signed by which key. */
export type MailOptions = Pick<Config, 'SMTP_URL' | 'MAIL_FROM' | 'MAIL_BOUNCES' | 'MAIL_PER_SECOND' | 'DKIM_SELECTOR' | 'DKIM_KEY_FILE'>;

/** Sends mails by SMTP with pooled connections. */
export function smtpSender({ SMTP_URL, MAIL_FROM, MAIL_BOUNCES, MAIL_PER_SECOND, DKIM_SELECTOR, DKIM_KEY_FILE }: MailOptions) {
  const domain = MAIL_FROM.slice(MAIL_FROM.lastIndexOf('@') + 1);
  const pooled = new URL(SMTP_URL);
  const options = { pool: 'true', maxConnections: '3', connectionTimeout: '10000', socketTimeout: '20000', rateDelta: '1000' };
  for (const [name, value] of Object.entries({ ...options, rateLimit: String(MAIL_PER_SECOND) })) pooled.searchParams.set(name, value);
  const dkim =
    DKIM_SELECTOR && DKIM_KEY_FILE
      ? { dkim: { domainName: domain, keySelector: DKIM_SELECTOR, privateKey: readFileSync(DKIM_KEY_FILE, 'utf8') } }
      : {};
  const transport = nodemailer.createTransport(pooled.href, {
    ...dkim,
    from: MAIL_FROM,
    // No program answers what a program has sent (RFC 3834), and none is told of but by the address for bounces.
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    /** A Message-ID under the sender's domain (RFC 5322, 3.6.4). */
    messageId: (name: string): string => `<${name}@${domain}>`,
    /** Sends one mail to one recipient under a fixed Message-ID. Throws NotSent. */
    async send(mail: Rendered & { to: string; messageId: string }): Promise<void> {
      try {
        await transport.sendMail({ ...mail, envelope: { from: MAIL_BOUNCES ?? MAIL_FROM, to: mail.to } });
      } catch (error) {
        throw asNotSent(error as Failure);
      }
    },
    close: () => transport.close(),
  };
}

/** As the relay uses it. */
export type MailSender = ReturnType<typeof smtpSender>;

interface Failure {
  code?: string;
  responseCode?: number;
  syscall?: string;
  message: string;
}

function asNotSent({ code, responseCode, syscall, message }: Failure): NotSent {
  const refusedOrNeverReached =
    responseCode !== undefined ||
    syscall === 'connect' ||
    code === 'EDNS' ||
    /^connect |Greeting never received|Connection timeout/.test(message);
  return new NotSent(
    `${code ?? 'SMTP'} ${responseCode ?? ''}`.trim(),
    !refusedOrNeverReached,
    code === 'EENVELOPE' && isPermanent(responseCode),
    responseCode !== undefined && (code === 'EENVELOPE' || code === 'EMESSAGE'),
  );
}

/** A reply of the 5yz kind to this recipient or mail; refused credentials are the sender's own trouble, and may be mended. */
function isPermanent(responseCode = 0): boolean {
  return responseCode >= 500 && responseCode < 600;
}
