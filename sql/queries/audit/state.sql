-- How much is sealed, how much not yet, how many values are erased, and the last seal.
-- params:
select
  (select count(*)::integer from history_seals) as seals,
  (select coalesce(sum(entries), 0)::bigint from history_seals) as entries,
  (select count(*) from report_history where seal_id is null and not demo) + (select count(*) from audit_log where seal_id is null) as unsealed,
  (select count(*) from audit_values where erased_at is not null)
    + (select count(*) from report_history where note_hash is not null and note is null) as erased,
  (select format('%s:%s', id, encode(hash, 'hex')) from history_seals order by id desc limit 1) as anchor,
  (select utc_text(sealed_at) from history_seals order by id desc limit 1) as "sealedUntil"
