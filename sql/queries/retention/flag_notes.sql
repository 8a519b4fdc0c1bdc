-- Erases what people wrote with a flag before an instant; says how many.
-- params: before
with gone as (update report_flags set note = null where note is not null and created_at < :before::timestamptz returning id)
select count(*)::integer as deleted from gone
