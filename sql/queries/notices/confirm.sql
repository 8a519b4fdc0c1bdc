-- Whoever has the address wishes it.
-- params: id
update report_followers set confirmed_at = coalesce(confirmed_at, now()) where id = :id::uuid returning id
