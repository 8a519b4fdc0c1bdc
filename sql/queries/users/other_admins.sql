-- How many other administrators can sign in; locks them, so that two cannot remove each other.
-- params: id
select id from staff_users
where role = 'admin' and disabled_at is null and password_hash is not null and id <> :id::integer
for update
