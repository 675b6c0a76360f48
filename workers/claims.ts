import { setTimeout as pause } from 'node:timers/promises';
import { inScope, type Database } from '../db/core/database';
import {
  claimDeliveries,
  endDeliveries,
  freeDeliveries,
  type DeliveryEnd,
  type EndedCalls,
  type Lane,
  type OutboxRow,
} from '../db/core/outbox.commands';
import { noteCalls } from '../db/outages/circuits.commands';
import type { Service } from '../domain/outages/service';
import { log } from '../platform/log';

/** How many of each lane are under way at once, tenants taking turns; cases one after the other within a tenant. */
const PLACES: Record<Lane, number> = { sms: 8, mail: 48, process: 16, case: 4, identity: 4, gateway: 4, printer: 4, lrs: 8 };
/** One look writes down what ended and claims what is due: so often a batch is made, and so long a message waits at most. */
const LOOKS_EVERY_MS = 50;
const STORE_AWAY_MS = 1000;

/** Claims due rows of the outbox in batches, has each delivered, and writes down the ends of a batch in one statement. */
export class Claims {
  private readonly underWay = new Map<string, OutboxRow>();
  /** The last signal under way to each target: the next one waits for it. */
  private readonly tails = new Map<string, Promise<void>>();
  private readonly ended: DeliveryEnd[] = [];
  private stopping = false;
  private readonly running: Promise<void>;

  constructor(
    private readonly database: Database,
    /** Never throws: a failure is an end. */
    private readonly deliver: (row: OutboxRow) => Promise<DeliveryEnd>,
  ) {
    this.running = this.run();
  }

  /** Claims nothing more, and waits until what is under way has ended and that is written down. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping || this.underWay.size > 0) {
      try {
        await this.look();
        await pause(LOOKS_EVERY_MS);
      } catch (error) {
        log.warn({ error: (error as Error).message.slice(0, 200) }, 'the outbox cannot be reached');
        if (this.stopping) return;
        await pause(STORE_AWAY_MS);
      }
    }
  }

  private async look(): Promise<void> {
    const ends = [...this.ended];
    if (ends.length > 0) {
      const calls = await endDeliveries(this.database, ends);
      this.ended.splice(0, ends.length);
      for (const { id } of ends) this.underWay.delete(id);
      for (const each of calls) await this.tellCircuit(each);
    }
    if (this.stopping) return;
    for (const row of await this.claim()) this.handOut(row);
  }

  /** A circuit that could not hear of calls hears of the next ones. */
  private async tellCircuit({ service, ...calls }: EndedCalls): Promise<void> {
    const told = { ...calls, service: service as Service };
    const scope = { tenant: calls.tenant, organisation: null };
    await inScope(this.database, scope, (trx) => noteCalls(trx, told, new Date().toISOString()));
  }

  private async claim(): Promise<OutboxRow[]> {
    const places = { ...PLACES };
    for (const { lane } of this.underWay.values()) places[lane] -= 1;
    try {
      return await claimDeliveries(this.database, places);
    } catch (error) {
      await freeDeliveries(this.database, [...this.underWay.keys()]);
      throw error;
    }
  }

  private handOut(row: OutboxRow): void {
    this.underWay.set(row.id, row);
    const deliver = async () => {
      const end = await this.deliver(row);
      this.ended.push(end);
    };
    if (row.kind !== 'signal') return void deliver();
    const tail = (this.tails.get(row.target) ?? Promise.resolve()).then(deliver).then(() => {
      if (this.tails.get(row.target) === tail) this.tails.delete(row.target);
    });
    this.tails.set(row.target, tail);
  }
}
