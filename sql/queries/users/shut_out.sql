-- Ends all with which a user could go on: links, sessions, API tokens. What was claimed is free for others at once.
-- params: userId
with links as (
  delete from staff_links where user_id = :userId::integer
),
sessions as (
  delete from staff_sessions where user_id = :userId::integer
),
claims as (
  delete from report_claims where user_id = :userId::integer
)
update staff_tokens set revoked_at = now() where user_id = :userId::integer and revoked_at is null
