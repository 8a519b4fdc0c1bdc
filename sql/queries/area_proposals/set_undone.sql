-- Notes that a proposal was taken back.
-- params: id
update area_proposals set state = 'undone', undone_at = clock_timestamp() where id = :id::bigint
