-- Kinds in use, in the order of their categories.
-- params:
select k.code, k.category_code as category, k.precision
from kinds k
join categories c on c.code = k.category_code
where k.retired_at is null and c.retired_at is null
order by c.position, k.position, k.code
