import { once } from 'node:events';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import nodemailer from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import { cardGateway } from '../../activities/providers/gateway';
import { learnerRecordsService } from '../../activities/providers/lrs';
import { cardPrinter } from '../../activities/providers/printer';
import { identityProvider } from '../../activities/providers/identity';
import { awardingBodies } from '../../activities/providers/awarding-body';
import { smsSender } from '../../activities/providers/sms';
import { smtpSender } from '../../activities/providers/smtp';
import { declared } from '../../db/personal-data';
import { declaredFields, drift } from '../support/register';

/** Headers that say how a mail is put together. */
const FRAME = /^(mime-version|content-(type|transfer-encoding))$/;
const PARTS: Record<string, string> = { 'text/plain': 'text', 'text/html': 'html' };

/** A provider that takes one message over HTTP: answers the fields of what it got. */
async function sentByHttp(send: (url: string) => Promise<unknown>): Promise<string[]> {
  let fields: string[] = [];
  const server = createServer(async (request, response) => {
    const query = [...new URL(request.url!, 'http://x').searchParams.keys()];
    fields = [...Object.keys(JSON.parse(await text(request)) as object), ...query];
    response.setHeader('Content-Type', 'application/json').end('{"id":"1"}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  await send(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  server.close();
  return fields;
}

/** A mail server that takes one mail: answers its headers and its parts. */
async function sentBySmtp(send: (url: string) => Promise<unknown>): Promise<string[]> {
  let mail = '';
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      void text(stream).then((whole) => {
        mail = whole;
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  await send(`smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  const head = mail.slice(0, mail.indexOf('\r\n\r\n'));
  const headers = [...head.matchAll(/^([\w-]+):/gm)].map((match) => match[1]!.toLowerCase()).filter((name) => !FRAME.test(name));
  const types = [...mail.matchAll(/^Content-Type: ([\w/+-]+)/gim)]
    .map((match) => match[1]!)
    .filter((type) => !type.startsWith('multipart/'));
  return [...headers, ...types.map((type) => PARTS[type] ?? type)];
}

const mail = { to: 'ada@people.example', subject: 's', text: 't', html: '<p>t</p>', messageId: '<1@countersign.example>' };

const folder = mkdtempSync(join(tmpdir(), 'countersign-dkim-'));
afterAll(() => rmSync(folder, { recursive: true }));
const signing = { DKIM_SELECTOR: 'nov26', DKIM_KEY_FILE: join(folder, 'key.pem') };
writeFileSync(
  signing.DKIM_KEY_FILE,
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
);

/** Each adapter, driven for real. */
const drives: Record<string, () => Promise<string[]>> = {
  'activities/providers/identity.ts': () => {
    const asked = { reference: '1', givenName: 'Ada', familyName: 'Byron', birthDate: '1985-12-10', photo: Buffer.from('p') };
    return sentByHttp((url) => identityProvider(url, 'k').open({ ...asked, returnUrl: 'http://console.example' }));
  },
  'activities/providers/lrs.ts': () => {
    const learner = { uln: '1000102504', givenName: 'Ada', familyName: 'Byron', birthDate: '2008-12-10', gender: 'F' as const };
    return sentByHttp((url) =>
      learnerRecordsService(url, 'k')
        .verify({ reference: '1', ...learner })
        .catch(() => []),
    );
  },
  'activities/providers/printer.ts': () => {
    const face = {
      number: '1',
      name: 'Ada Byron',
      type: 'Craft',
      occupation: null,
      validTo: '2031-01-01',
      code: 'c',
      qualifications: [],
      photo: null,
    };
    const deliverTo = { name: 'Office', lines: ['1 High Street'], postcode: 'NR1 1AA' };
    return sentByHttp((url) =>
      cardPrinter(url, 'k').print({ reference: '1', round: 1, face, pageUrl: 'http://console.example', deliverTo }),
    );
  },
  'activities/providers/gateway.ts': () => {
    const asked = { reference: '1', pence: 5_700n, expiresAt: '2026-11-25T14:30:00.000Z', returnUrl: 'http://console.example' };
    return sentByHttp((url) => cardGateway(url, 'k').open(asked));
  },
  'activities/providers/awarding-body.ts': () =>
    sentByHttp((url) =>
      awardingBodies(url, 'k')!
        .find('eal', { learnerNumber: '1234567' })
        .catch(() => null),
    ),
  'activities/providers/sms.ts': () => sentByHttp((url) => smsSender(url, 'k').send({ to: '+447700900123', text: 't', id: '1' })),
  'activities/providers/smtp.ts': () =>
    sentBySmtp(async (url) => {
      const sender = smtpSender({ SMTP_URL: url, MAIL_FROM: 'office@countersign.example', MAIL_PER_SECOND: 50, ...signing });
      await sender.send(mail);
      sender.close();
    }),
};
const said = (file: string) => declaredFields({ [file]: declared('parties')[file]! });

test('SEC-12 every adapter of an outside party is declared and driven here', () => {
  const files = readdirSync('activities/providers').filter((file) => file !== 'not-sent.ts');
  expect(files.map((file) => `activities/providers/${file}`).sort()).toEqual(Object.keys(drives).sort());
  for (const file of Object.keys(drives)) expect(Object.keys(declared('parties'))).toContain(file);
});

test.each(Object.keys(drives))('SEC-12 what %s sends is declared, all of it and nothing else', async (file) => {
  expect(drift({ [file]: await drives[file]!() }, said(file))).toEqual([]);
});

test('SEC-12 a field that is sent undeclared is found, in a body and in a mail', async () => {
  const sms = 'activities/providers/sms.ts';
  const body = JSON.stringify({ to: 't', text: 't', reference: '1', surname: 'Lovelace' });
  const fields = await sentByHttp((url) => fetch(url, { method: 'POST', body }));
  expect(drift({ [sms]: fields }, said(sms))).toEqual([`${sms}.surname is not declared`]);
  const smtp = 'activities/providers/smtp.ts';
  const headers = { 'X-Person': 'Ada' };
  const attachments = [{ filename: 'card.pdf', content: '%PDF-1.7', contentType: 'application/pdf' }];
  const sent = await sentBySmtp((url) =>
    nodemailer.createTransport(url).sendMail({ ...mail, from: 'office@countersign.example', headers, attachments }),
  );
  const undeclared = drift({ [smtp]: sent }, said(smtp)).filter((found) => found.endsWith('is not declared'));
  expect(undeclared.sort()).toEqual([`${smtp}.application/pdf is not declared`, `${smtp}.x-person is not declared`]);
});
