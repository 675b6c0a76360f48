/** No person is in these states: what is wrong, and the statement that finds the rows. */
export const peopleImpossible: Record<string, string> = {
  'an employee is listed under another name than the person has': `
    select e.id::text as row from employments e join persons p on p.id = e.person_id
    where e.words <> search_words(array[p.given_name, p.family_name]) or e.sorted_by <> search_words(array[p.family_name, p.given_name])`,
  'an employment is at an office of another organisation': `
    select e.id::text as row from employments e join nodes n on n.id = e.node_id where n.organisation_id <> e.organisation_id`,
};
