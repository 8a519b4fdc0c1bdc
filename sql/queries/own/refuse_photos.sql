-- Takes the photos that residents sent for a report out of sight; they are deleted later as refused ones are.
-- params: id
update report_photos
set state = 'refused', state_since = now()
where role <> 'proof' and state <> 'refused' and (home_id = :id::uuid or (report_id = :id::uuid and home_id is null))
returning id
