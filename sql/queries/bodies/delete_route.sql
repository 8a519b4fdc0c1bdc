-- Removes a route.
-- params: id
delete from body_routes where id = :id::integer
