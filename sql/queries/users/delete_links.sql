-- Ends the links of a user.
-- params: userId
delete from staff_links where user_id = :userId::integer
