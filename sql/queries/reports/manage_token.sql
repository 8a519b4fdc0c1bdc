-- What is stored of the manage token of a report that is not hidden, null for one that has none; and the report it is counted with, itself unless merged.
-- params: id
select manage_token_hash as "tokenHash", kept_report_id(id) as kept from reports where id = :id::uuid and hidden_at is null
