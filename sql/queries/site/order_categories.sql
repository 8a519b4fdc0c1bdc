-- Puts categories in the order of their codes.
-- params: codes
update categories c
set position = o.position
from unnest(:codes::text[]) with ordinality as o (code, position)
where c.code = o.code and c.position <> o.position
