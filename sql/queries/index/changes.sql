-- Changes after a position that can be seen, and whether no running transaction can still precede them (settled): the position may move over settled ones only.
-- params: transaction, sequence, limit
-- prepared
select
  transaction_id::text as transaction, sequence, subject, report_id as "reportId",
  transaction_id < pg_snapshot_xmin(pg_current_snapshot()) as settled
from changes
where (transaction_id, sequence) > (:transaction::text::xid8, :sequence::bigint)
order by transaction_id, sequence
limit :limit::integer
