-- A user's id by login.
-- params: login
select id from staff_users where login = :login
