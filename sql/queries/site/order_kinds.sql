-- Puts kinds in the order of their codes.
-- params: codes
update kinds k
set position = o.position
from unnest(:codes::text[]) with ordinality as o (code, position)
where k.code = o.code and k.position <> o.position
