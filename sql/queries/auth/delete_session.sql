-- Ends a session.
-- params: tokenHash
delete from staff_sessions where token_hash = :tokenHash::bytea returning user_id as "userId"
