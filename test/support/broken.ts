import type { TestSystem } from './system';

/** Lets every insert into a table fail, as a defect of the store does; answers what mends it. */
export async function broken({ owner }: Pick<TestSystem, 'owner'>, table: string): Promise<() => Promise<void>> {
  await owner.raw(
    `create function break_${table}() returns trigger language plpgsql as 'begin raise exception ''broken''; end';
     create trigger break_${table} before insert on ${table} for each row execute function break_${table}()`,
  );
  return () => owner.raw(`drop trigger break_${table} on ${table}; drop function break_${table}`);
}
