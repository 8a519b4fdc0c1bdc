-- Whether anybody has an account at all.
-- params:
select exists (select from staff_users) as "any"
