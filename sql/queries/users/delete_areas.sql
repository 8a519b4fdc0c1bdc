-- Takes the areas of a user away.
-- params: userId
delete from staff_user_areas where user_id = :userId::integer
