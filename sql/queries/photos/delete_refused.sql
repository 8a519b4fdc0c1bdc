-- Removes photos that were refused longer ago than the days given.
-- params: days
delete from report_photos where state = 'refused' and state_since < now() - make_interval(days => :days::integer) returning id
