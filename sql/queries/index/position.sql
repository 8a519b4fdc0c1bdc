-- Where a reader of changes stands that knows everything published now: the last change no running transaction can still precede.
-- params:
select coalesce(max(transaction_id)::text, '0') as transaction, coalesce(max(sequence), 0) as sequence
from (
  select transaction_id, sequence from changes
  where transaction_id < pg_snapshot_xmin(pg_current_snapshot())
  order by transaction_id desc, sequence desc
  limit 1
) as last
