import type { Party } from '../standing';

/** The outside services that a circuit stands before; each but the awarding bodies is a lane of the outbox by that name (OUT-1). */
export const services = ['mail', 'sms', 'identity', 'gateway', 'printer', 'awardingBody', 'lrs'] as const;
export type Service = (typeof services)[number];

/** What people call each. */
export const serviceWords: Record<Service, string> = {
  mail: 'The mail server',
  sms: 'The SMS provider',
  identity: 'The identity provider',
  gateway: 'The card gateway',
  printer: 'The printer',
  awardingBody: 'The awarding bodies',
  lrs: 'The Learning Records Service',
};

/** Who is awaited while one is away. */
export function awaitedOf(service: Service): Party {
  return service === 'mail' || service === 'sms' || service === 'identity' ? 'provider' : service;
}
