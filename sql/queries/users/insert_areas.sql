-- Limits a user to areas, by their codes.
-- params: userId, codes
insert into staff_user_areas (user_id, area_id)
select :userId::integer, id from areas where code = any (:codes::text[])
