import type { CaseLab } from './case-lab';
import type { StoreSystem } from './store';

/** Makes any table of a database crash whoever writes it. */
export class Crashes {
  private constructor(
    private readonly system: StoreSystem,
    /** All tables. */
    readonly tables: string[],
  ) {}

  /** Prepares a database for it. */
  static async in(system: StoreSystem): Promise<Crashes> {
    const tables = await system
      .owner('pg_tables')
      .where({ schemaname: 'public' })
      .whereNot('tablename', 'like', 'knex%')
      .pluck('tablename');
    await system.owner.raw(`
      create table crashing (name text primary key);
      create function crash() returns trigger language plpgsql security definer set search_path = public as $$
        begin
          if exists (select from crashing where name = tg_table_name) then raise exception 'crash at %', tg_table_name; end if;
          return case when tg_op = 'DELETE' then old else new end;
        end $$;
    `);
    for (const table of tables)
      await system.owner.raw(`create trigger a_crash before insert or update or delete on ${table} for each row execute function crash()`);
    return new Crashes(system, tables);
  }

  /** Crashes work at each table that it writes, in the order in which it writes them, each time with nothing left; then lets it pass. Answers those tables. */
  async everywhere(lab: CaseLab, work: () => Promise<unknown>): Promise<string[]> {
    const crashing = () => this.system.owner('crashing');
    const left = await lab.rows();
    await crashing().insert(this.tables.map((name) => ({ name })));
    const crashed: string[] = [];
    for (;;) {
      const at = await work().then(
        () => null,
        (error: Error) => /crash at (\w+)/.exec(error.message)?.[1] ?? error.message,
      );
      if (at === null) break;
      expect(this.tables).toContain(at);
      expect(crashed).not.toContain(at);
      expect(await lab.rows()).toEqual(left);
      crashed.push(at);
      await crashing().where({ name: at }).delete();
    }
    await crashing().delete();
    return crashed;
  }
}
