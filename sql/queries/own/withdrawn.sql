-- What is stored of the manage token of a report that who sent it has withdrawn.
-- params: id
select manage_token_hash as "tokenHash" from reports where id = :id::uuid and hidden_reason = 'withdrawn'
