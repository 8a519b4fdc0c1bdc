-- Ends every session of a user; `keep` may name one that goes on.
-- params: userId, keep
delete from staff_sessions where user_id = :userId::integer and token_hash is distinct from :keep::bytea
