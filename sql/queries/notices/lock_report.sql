-- The tracking code of a report, which is held until the end of the transaction: two wishes at once come one after the other.
-- params: report
select code from reports where id = :report::uuid and hidden_at is null for no key update
