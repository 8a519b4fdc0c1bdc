-- Seals entries of history that have no seal yet, and says how many.
-- params: batch
select seal_history(:batch::integer) as entries
