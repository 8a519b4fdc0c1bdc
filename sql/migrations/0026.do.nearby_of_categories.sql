-- Databases that are older than the distances and ages of likely duplicates got the same for every category: 150 m and 365 days. They get those that new
-- ones get (sql/seed/taxonomy.json), but where an administrator set something: a category whose values are others, or in whose log they stand.
update categories c set nearby_metres = n.metres, nearby_days = n.days
from (
  values
    ('WATER', 250, 365),
    ('ROAD', 100, 365),
    ('LIGHT', 100, 180),
    ('ENERGY', 250, 180),
    ('TRANSPORT', 200, 365),
    ('EDU', 500, 730),
    ('WASTE', 100, 90),
    ('SAFETY', 200, 90),
    ('HEALTH', 500, 365),
    ('LAND', 200, 730),
    ('CIVIC', 500, 730),
    ('HAZARD', 200, 180),
    ('TELECOM', 300, 365)
) as n (code, metres, days)
where c.code = n.code and c.nearby_metres = 150 and c.nearby_days = 365
  and not exists (
    select from audit_log a
    join audit_values v on v.entry_id = a.id
    where a.subject = 'category' and a.subject_id = c.code and v.field = 'nearby'
  );
