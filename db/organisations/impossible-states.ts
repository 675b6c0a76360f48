/** No organisation is in these states: what is wrong, and the statement that finds the rows. */
export const organisationsImpossible: Record<string, string> = {
  'a checker has more users than it may': `
    select o.id::text as row from organisations o where o.kind = 'checker' and o.user_cap < (select count(*) from users u where u.organisation_id = o.id and u.state <> 'withdrawn')`,
};
