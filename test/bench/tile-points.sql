-- What a point tile costs when PostGIS makes it, as well tuned as the tables allow: the partial GiST index, no buffer, no sort.
select st_asmvt(tile, 'reports', 4096, 'geom')
from (
  select
    st_asmvtgeom(st_transform(r.published_location, 3857), st_tileenvelope(:z, :x, :y), 4096, 0, false) as geom, r.id::text as id,
    r.category_code as category, r.kind_code as kind, r.status, a.code as area, r.precision, r.supports, r.demo
  from reports r
  left join areas a on a.id = r.published_area_id
  where r.hidden_at is null
    and r.published_location && st_transform(st_tileenvelope(:z, :x, :y), 4326)
    and r.precision <> 'area'
    and r.status in ('new', 'verified', 'in_progress', 'resolved')
) as tile;
