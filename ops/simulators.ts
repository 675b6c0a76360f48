import { connect } from 'node:net';
import { join } from 'node:path';
import { ROOT } from './paths';
import type { ServiceSpec } from './service';

/** A mailbox with a page: SMTP in, web out. With a folder it still has its mails after a restart. */
export function mailboxService(ports: { smtp: number; mail: number }, folder?: string): ServiceSpec {
  return {
    name: 'mailbox',
    program: process.execPath,
    args: [
      join(ROOT, 'node_modules', 'maildev', 'bin', 'maildev'),
      '--ip',
      '127.0.0.1',
      '--smtp',
      String(ports.smtp),
      '--web',
      String(ports.mail),
      '--web-ip',
      '127.0.0.1',
      '--silent',
      ...(folder ? ['--mail-directory', folder] : []),
    ],
    env: process.env,
    ready: async () => {
      await listens(ports.smtp);
      await listens(ports.mail);
    },
  };
}

/** The provider of SMS as a simulator, whose page shows what was sent. */
export function smsService(port: number, env: NodeJS.ProcessEnv): ServiceSpec {
  return simulator('sms', port, env);
}

/** The identity provider as a simulator, on whose pages a check is passed, failed or declined. */
export function identityService(port: number, env: NodeJS.ProcessEnv): ServiceSpec {
  return simulator('identity', port, env);
}

/** The card gateway as a simulator, on whose page a payment is made, refused or left. */
export function gatewayService(port: number, env: NodeJS.ProcessEnv): ServiceSpec {
  return simulator('gateway', port, env);
}

/** The printer of cards as a simulator, on whose page each job goes on step by step. */
export function printerService(port: number, env: NodeJS.ProcessEnv): ServiceSpec {
  return simulator('printer', port, env);
}

/** The Learning Records Service as a simulator, with the records that it is told to have. */
export function lrsService(port: number, env: NodeJS.ProcessEnv): ServiceSpec {
  return simulator('lrs', port, env);
}

/** Awarding bodies as a simulator, with the certificates that they are told to have. */
export function awardingBodyService(port: number, env: NodeJS.ProcessEnv): ServiceSpec {
  return simulator('awarding-body', port, env);
}

/** An outside service as a simulator, with its own port and key, and how it tells of what it did. */
function simulator(
  name: 'sms' | 'identity' | 'gateway' | 'printer' | 'awarding-body' | 'lrs',
  port: number,
  env: NodeJS.ProcessEnv,
): ServiceSpec {
  const of = name.toUpperCase().replace('-', '_');
  return {
    name,
    program: process.execPath,
    args: [join(ROOT, 'dist', 'simulators', `${name}-main.js`)],
    env: {
      PATH: process.env['PATH'],
      [`${of}_PORT`]: String(port),
      [`${of}_KEY`]: env[`${of}_KEY`],
      [`${of}_WEBHOOK_URL`]: env['PUBLIC_URL'] ? `${env['PUBLIC_URL']}/v1/webhooks/${name}` : '',
      [`${of}_WEBHOOK_SECRET`]: new RegExp(`(?:^|,)${name}:([^,]*)`).exec(env['WEBHOOK_SECRETS'] ?? '')?.[1] ?? '',
    },
    ready: () => answers(port, '/healthz'),
  };
}

/** Resolves once a service answers there; throws until then. */
export async function answers(port: number, path: string): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`);
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`);
}

function listens(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(void socket.end()));
    socket.once('error', reject);
  });
}
