-- The data version, and whether demonstration reports are stored and shown by default.
-- params:
select
  coalesce((select max(sequence) from changes), 0) as "dataVersion",
  exists (select from reports where demo) as "demoPresent",
  exists (select from reports where demo) and demo_shown(null) as "demoShown"
