/** No person is in these states: what is wrong, and the statement that finds the rows. */
export const peopleImpossible: Record<string, string> = {
  'an employee is listed under another name than the person has': `
    select e.id::text as row from employments e join persons p on p.id = e.person_id
    where e.words <> search_words(array[p.given_name, p.family_name]) or e.sorted_by <> search_words(array[p.family_name, p.given_name])`,
  'a photo was verified by a check and is not verified, or by another application’s person': `
    select i.id::text as row from identity_checks i join photos p on p.id = i.photo_id join applications a on a.id = i.application_id
    where (i.outcome = 'pass' and p.verified_at is null) or p.person_id <> i.person_id or a.person_id <> i.person_id`,
  'an employment is at an office of another organisation': `
    select e.id::text as row from employments e join nodes n on n.id = e.node_id where n.organisation_id <> e.organisation_id`,
};
