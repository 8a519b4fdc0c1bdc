-- Notes that the chain was verified.
-- params: userId, seals, entries, sealedUntil, faults
insert into history_checks (user_id, seals, entries, sealed_until, faults)
values (:userId::integer, :seals::integer, :entries::bigint, :sealedUntil::timestamptz, :faults::jsonb)
