-- What is stored of the manage token of a published report; null for a report that has none.
-- params: id
select manage_token_hash as "tokenHash" from reports where id = :id::uuid and hidden_at is null
