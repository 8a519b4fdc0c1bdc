-- class_mark: 32 bits that stand for a category with a kind of it, or without one, in index_rows. Not to be stored: another version of PostgreSQL may compute others.
create or replace function class_mark(category_code text, kind_code text) returns integer
language sql immutable parallel safe
return hashtext(category_code || '/' || coalesce(kind_code, ''));

-- index_rows: what the index in memory keeps of each published report, packed as server/index/follow/packed-rows.ts reads it, and a mark of it: 32 bits that differ when anything but the resolution does.
drop view if exists index_rows cascade;
create view index_rows as
select
  r.id, r.supports, n.households,
  uuid_send(r.id) || float8send(coalesce(n.lng, 'NaN')) || float8send(coalesce(n.lat, 'NaN')) || float8send(n.reported_at)
    || float8send(coalesce(n.resolved_at, 'NaN')) || int4send(n.area_id) || int4send(n.class) || int4send(r.supports)
    || int4send(n.households) || int4send(n.flags) as packed,
  get_byte(uuid_send(r.id), 0) >> 2 as bucket,
  -- The factors are odd, so that no difference is lost in 32 bits; the id is mixed in, so that exchanged reports are noticed.
  (
    (
      coalesce(floor(n.lng * 1e7 + 0.5)::bigint, 0) * 1000003 + coalesce(floor(n.lat * 1e7 + 0.5)::bigint, 0) * 999983
      + n.reported_at::bigint * 999979 + n.area_id::bigint * 999961 + n.class::bigint * 999959 + r.supports::bigint * 999953
      + n.households::bigint * 999931 + n.flags::bigint * 999917
    ) & 4294967295
  ) # ('x' || left(r.id::text, 8))::bit(32)::bigint as mark
from published_reports r
cross join lateral (
  select
    st_x(r.location) as lng, st_y(r.location) as lat,
    floor(date_part('epoch', r.reported_at) * 1000 + 0.5) as reported_at,
    floor(date_part('epoch', r.resolved_at) * 1000 + 0.5) as resolved_at,
    coalesce(r.area_id, 0) as area_id, class_mark(r.category_code, r.kind_code) as class, coalesce(r.households, 0) as households,
    -- A word that the contract does not know is 255.
    coalesce(array_position(array['new', 'verified', 'in_progress', 'resolved', 'rejected', 'duplicate'], r.status) - 1, 255)
      | (coalesce(array_position(array['exact', 'coarse', 'area'], r.precision) - 1, 255) << 8)
      | (r.demo::integer << 16) as flags
) as n;
comment on view index_rows is 'Of published_reports only. bucket: the first six bits of the id.';
