-- Holds a published report until the transaction ends, so that its photos are counted and stored one after the other.
-- params: reportId
select id from reports where id = :reportId::uuid and hidden_at is null for no key update
