-- Forgets tries that count no more; those just in use wait for the next time.
-- params: memorySeconds
delete from sign_in_tries where key in (
  select key from sign_in_tries where tried_at < now() - make_interval(secs => :memorySeconds::float8) for update skip locked
)
