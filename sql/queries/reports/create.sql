-- Stores new reports in one transaction; what each idempotency key was used for, no row where a tracking code was taken.
-- params: reports
-- prepared
select key, body_hash as "bodyHash", answer from create_reports(:reports::json)
