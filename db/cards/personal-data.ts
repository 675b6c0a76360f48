import { datum, type PersonalData, type Purpose } from '../core/register';

/** To print a card and to deliver it (CRD-1). */
const printing: Purpose = {
  whose: ['operative'],
  why: 'To print the card of whoever applied for it, and to deliver it',
  basis: 'b',
  kept: { until: 'the printer has purged its copy, at most 12 weeks after production', rule: 'CRD-2' },
  erasable: 'row',
};

/** What the printer reports, what is mailed about cards, and what the printer is told. */
export const cardsPersonalData: PersonalData = {
  tables: { card_reports: 'id tenant_id card_id told round received_at' },
  messages: {
    'card-despatched.md': { to: ['contact', 'operative'], none: 'reference validTo' },
    'card-expired.md': { to: ['contact', 'operative'], none: 'reference validTo' },
    'card-expiring.md': { to: ['contact', 'operative'], none: 'reference validTo' },
    'card-purge-escalated.md': { to: ['staff'], none: 'reference' },
    'card-purge-overdue.md': { to: ['staff'], none: 'reference' },
    'card-revoked.md': { to: ['contact', 'operative'], none: 'cause reference', keeps: 'validTo' },
  },
  parties: {
    'activities/providers/printer.ts': {
      name: 'The printer of cards',
      why: 'It prints cards and delivers them, and purges its copy within 12 weeks (CRD-2)',
      none: 'reference round type validTo pageUrl',
      personal: [
        datum('number name occupation qualifications photo', 'What stands on the card', printing),
        datum('deliverTo', 'Where it goes: an office, or the holder’s own address', printing),
      ],
    },
  },
};
