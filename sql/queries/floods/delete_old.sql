-- Deletes hashes of addresses after seven days, and salts of days that are over.
-- params: day
with salts as (delete from address_salts where day < :day::date)
delete from report_origins where created_at < now() - interval '7 days'
