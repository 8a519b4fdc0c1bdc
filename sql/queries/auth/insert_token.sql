-- Keeps an API token.
-- params: userId, name, tokenHash, scopes, days
insert into staff_tokens (user_id, name, token_hash, scopes, expires_at)
values (:userId::integer, :name, :tokenHash::bytea, :scopes::text[], now() + make_interval(days => :days::integer))
returning id
