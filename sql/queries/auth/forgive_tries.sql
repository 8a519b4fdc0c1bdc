-- Forgets the tries of a key after a right one, and takes that one from the account's.
-- params: key, account
-- The own row first, as when a try is taken: else the two could wait for each other.
with own as (
  delete from sign_in_tries where key = :key::bytea returning key
)
update sign_in_tries set failures = greatest(failures - 1, 0)
where key = :account::bytea and (select count(*) from own) >= 0
