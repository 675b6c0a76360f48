import type { Spell } from '../../domain/outages/circuit';
import type { OutageState } from '../../domain/outages/outage.state';
import type { Service } from '../../domain/outages/service';
import type { Instant } from '../../domain/working-days';
import { Row } from '../core/row';

/** A row of `outages`: a service that was away (OUT-1). */
export class OutageRow extends Row {
  static override tableName = 'outages';
  id!: string;
  tenantId!: string;
  service!: Service;
  since!: Instant;
  state!: OutageState;
  stateSince!: Instant;
  version!: number;
}

/** A row of `outage_spells`: calls that failed one after the other, and the circuit that they opened. */
export class SpellRow extends Row implements Spell {
  static override tableName = 'outage_spells';
  id!: string;
  tenantId!: string;
  service!: Service;
  failingSince!: Instant;
  failures!: number;
  lastError!: string;
  outageId!: string | null;
  downAt!: Instant | null;
  probeAt!: Instant | null;
  backAt!: Instant | null;
}

/** A row of `outage_waits`: what waited for a service, and how that ended. */
export class WaitRow extends Row {
  static override tableName = 'outage_waits';
  static override idColumn = ['outage_id', 'delivery_id'];
  outageId!: string;
  deliveryId!: string;
  tenantId!: string;
  entityId!: string;
  name!: string;
  waitsSince!: Instant;
  overAt!: Instant | null;
  outcome!: 'wentOn' | 'gaveUp' | null;
}
