-- Deletes hashes of addresses made before an instant, and salts of days that are over; says how many hashes.
-- params: before, day
with salts as (delete from address_salts where day < :day::date),
gone as (delete from report_origins where created_at < :before::timestamptz returning report_id)
select count(*)::integer as deleted from gone
