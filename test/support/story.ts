import { inScope } from '../../db/core/database';
import { findImpossible } from '../../db/impossible-states.queries';
import { eventually } from './eventually';
import { sceneIn, type Scene } from './given';
import type { Order } from './orders';
import { skippingSystem, type SkippingSystem } from './system';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A scene whose time can be skipped. */
export interface Story extends Scene {
  system: SkippingSystem;
  /** Looks a minute and a second before an instant, and just after it, where it waits for what it looks for. */
  boundary(at: string, looks: { before: () => Promise<void>; after: () => Promise<void> }): Promise<void>;
  /** An order whose hold has gone overdue, some days ago. */
  overdue(days?: number): Promise<Order>;
}
/** A story's text. */
export type Tell = (story: Story) => Promise<void>;
/** Two events that oppose each other at one instant. */
export interface Opposed<Given> {
  given(story: Story): Promise<Given & { at: string }>;
  /** By name, in the order in which they happen at first. */
  events: Record<string, (story: Story, given: Given & { at: string }, isFirst: boolean) => Promise<unknown>>;
  /** What holds whichever came first. */
  sound(story: Story, given: Given & { at: string }, first: string): Promise<void>;
}

/**
 * Stories over one system with skipped time a test file; each has a tenant of its own, and leaves no impossible state in it.
 * Files can't share a system: each has its own module registry, and what lives in one ends with it.
 */
export function stories(name: string) {
  let system: SkippingSystem;
  let told = 0;
  beforeAll(async () => void (system = await skippingSystem(name)));
  afterAll(() => system?.stop());
  const story = (title: string, tell: Tell) => {
    test(title, async () => {
      const scene = await storyIn(system, `${name}-${(told += 1)}`);
      await tell(scene);
      await leavesNothingImpossible(scene);
    });
  };
  /** Two tests: the events happen at one instant in the one order and in the other, each time from the beginning. */
  const bothOrders = <Given>(title: string, { given, events, sound }: Opposed<Given>) => {
    if (!/^([A-Z]{3}-\d+ )+/.test(title)) throw new Error(`"${title}" does not begin with the rules that it proves`);
    const names = Object.keys(events);
    for (const order of [names, [...names].reverse()]) {
      story(`${title}: ${order.join(', then ')}`, async (scene) => {
        const about = await given(scene);
        const [first] = order;
        await system.sleepUntil(shifted(about.at, -5 * SECOND));
        for (const each of order) await system.receivedAt(about.at, () => events[each]!(scene, about, each === first));
        await sound(scene, about, first!);
      });
    }
  };
  return { test: story, bothOrders };
}

/** An instant, some milliseconds later or, negative, earlier. */
export function shifted(at: string, milliseconds: number): string {
  return new Date(Date.parse(at) + milliseconds).toISOString();
}

async function storyIn(system: SkippingSystem, key: string): Promise<Story> {
  const scene = await sceneIn(system, key);
  const overdue = async (days = 1) => {
    const order = await scene.given.order();
    await system.sleepUntil(shifted(order.dueAt, days * 24 * 60 * MINUTE));
    await scene.look.orderIs(order, 'overdue');
    return order;
  };
  return { ...scene, system, overdue, boundary: (at, looks) => boundary(system, at, looks) };
}

async function boundary(
  system: SkippingSystem,
  at: string,
  { before, after }: { before: () => Promise<void>; after: () => Promise<void> },
): Promise<void> {
  const isBefore = async () => (await system.now()).getTime() < Date.parse(at);
  if (!(await isBefore())) throw new Error(`${at} has passed before anybody could look`);
  await system.sleepUntil(shifted(at, -MINUTE));
  await before();
  await system.sleepUntil(shifted(at, -SECOND));
  try {
    await before();
  } catch (error) {
    // Time runs on while the look is taken: on a loaded machine it may have been taken too late to say anything.
    if (await isBefore()) throw error;
  }
  await system.sleepUntil(shifted(at, 1));
  await eventually(after);
}

async function leavesNothingImpossible({ system, tenant }: Scene): Promise<void> {
  await eventually(async () =>
    expect(await inScope(system.database, { tenant: tenant.id, organisation: null }, findImpossible)).toEqual([]),
  );
}
