import nodemailer from 'nodemailer';
import type { Rendered } from '../../platform/templates';
import { NotSent } from './not-sent';

/** Sends mails by SMTP with a pooled connection. */
export function smtpSender(url: string, from: string) {
  const pooled = new URL(url);
  const options = { pool: 'true', maxConnections: '3', connectionTimeout: '10000', socketTimeout: '20000' };
  for (const [name, value] of Object.entries(options)) pooled.searchParams.set(name, value);
  const transport = nodemailer.createTransport(pooled.href);
  return {
    /** Sends one mail under a fixed Message-ID. Throws NotSent. */
    async send(mail: Rendered & { to: string[]; messageId: string }): Promise<void> {
      try {
        await transport.sendMail({ ...mail, from, disableFileAccess: true, disableUrlAccess: true });
      } catch (error) {
        const { code, responseCode, syscall, message } = error as {
          code?: string;
          responseCode?: number;
          syscall?: string;
          message: string;
        };
        const refusedOrNeverReached =
          responseCode !== undefined ||
          syscall === 'connect' ||
          code === 'EDNS' ||
          /^connect |Greeting never received|Connection timeout/.test(message);
        throw new NotSent(`${code ?? 'SMTP'} ${responseCode ?? ''}`.trim(), !refusedOrNeverReached);
      }
    },
    close: () => transport.close(),
  };
}

/** As the relay uses it. */
export type MailSender = ReturnType<typeof smtpSender>;
