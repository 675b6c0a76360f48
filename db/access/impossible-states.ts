/** No user is in these states: what is wrong, and the statement that finds the rows. */
export const accessImpossible: Record<string, string> = {
  'a withdrawn user has a session or a key': `
    select u.id::text as row from users u where u.state = 'withdrawn' and (exists (select from sessions s where s.user_id = u.id and s.ended_at is null)
      or exists (select from api_keys k where k.user_id = u.id and k.revoked_at is null))`,
  'a centre with users has no Portal Admin': `
    select o.id::text as row from organisations o where kind = 'centre' and exists (select from users u where u.organisation_id = o.id and u.state = 'active')
      and not exists (select from grants g where g.organisation_id = o.id and g.name = 'portalAdmin')`,
};
