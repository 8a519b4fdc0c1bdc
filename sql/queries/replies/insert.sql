-- Stores a reply; no row when there is no such body.
-- params: userId, body, text, file
insert into replies (user_id, body_id, text, file_id)
select :userId::integer, b.id, :text, :file::uuid
from (select 1) as one
left join bodies b on b.code = :body::text
where :body::text is null or b.id is not null
returning id
