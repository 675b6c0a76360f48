import { z } from 'zod';

/** Counts of a home's panels as they are told: each up to `most`, null where it may not be seen. */
export function counting<Panel extends string>(panels: Record<Panel, unknown>, most: number) {
  const count = z.object({ count: z.int().min(0).max(most), more: z.boolean() });
  const names = Object.keys(panels) as Panel[];
  const shape = Object.fromEntries(names.map((panel) => [panel, count.nullable()])) as Record<Panel, z.ZodNullable<typeof count>>;
  const told = (found: number | undefined) => (found === undefined ? null : { count: Math.min(found, most), more: found > most });
  return {
    schema: z.object(shape),
    /** By panel; each was counted one further than it is told. */
    body: (found: Partial<Record<Panel, number>>) => Object.fromEntries(names.map((panel) => [panel, told(found[panel])])),
  };
}
