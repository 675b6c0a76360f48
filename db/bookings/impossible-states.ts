/** No booking is in these states: what is wrong, and the statement that finds the rows. */
export const bookingsImpossible: Record<string, string> = {
  'more very late bookings stand than are counted, or fewer': `
    with standing as (
      select b.organisation_id, b.window_id, count(*) as many from bookings b join booking_groups g on g.id = b.group_id
      where g.band = 'veryLate' and b.state in ('active', 'pendingResult', 'resultIssued') group by 1, 2)
    select coalesce(p.window_id, s.window_id)::text as row from very_late_places p full join standing s using (organisation_id, window_id)
    where coalesce(p.taken, 0) <> coalesce(s.many, 0)`,
  'a booking is active and its window or day is over': `
    select b.id::text as row from bookings b where b.state = 'active' and not exists (
      select from processes p where p.entity_id = coalesce(b.window_id, b.day_id) and p.ended_at is null)`,
  'a registration was undone and its learner is booked': `
    select b.id::text as row from bookings b join learners l on l.id = b.learner_id
    where b.state in ('active', 'pendingResult', 'resultIssued') and l.state = 'undone'`,
  'a booking was moved and none follows on it': `
    select b.id::text as row from bookings b where b.state = 'transferred' and not exists (select from bookings n where n.came_from_id = b.id)`,
  'a booking is of controlled assessment and has no more than others, or has more and is of none': `
    select b.id::text as row from bookings b left join controlled_bookings c on c.booking_id = b.id
    where b.is_controlled <> (c.booking_id is not null)`,
  'modified papers are open and their case is not, or they are closed and it is open': `
    select m.id::text as row from modified_papers m join processes p on p.kind = 'modified-papers' and p.entity_id = m.id
    where m.is_open = (p.ended_at is not null)`,
};
