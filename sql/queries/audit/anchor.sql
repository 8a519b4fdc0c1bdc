-- The hash of a seal.
-- params: seal
select encode(hash, 'hex') as hash from history_seals where id = :seal::bigint
