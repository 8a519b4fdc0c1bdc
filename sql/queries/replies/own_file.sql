-- A file that somebody sent.
-- params: userId, id
select id from reply_files where id = :id::uuid and user_id = :userId::integer
