import type { PersonalData } from '../core/register';

/** Outages of outside services: identifiers of cases, and nobody (OUT-1). */
export const outagesPersonalData: PersonalData = {
  tables: {
    outages: 'id tenant_id service since state state_since version',
    outage_spells: 'id tenant_id service failing_since failures last_error outage_id down_at probe_at back_at',
    outage_waits: 'outage_id delivery_id tenant_id entity_id name waits_since over_at outcome',
  },
  messages: {
    'outage-began.md': { to: ['staff'], none: 'reference since subject' },
    'outage-lasts.md': { to: ['staff'], none: 'reference since subject' },
    'outage-over.md': { to: ['staff'], none: 'reference since subject' },
  },
};
