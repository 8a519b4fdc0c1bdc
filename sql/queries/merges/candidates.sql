-- Reports of the same category within one's areas that may be the same problem as one of them: near it, or in its area where one of the two has no place.
-- params: limitAreas, id, metres, days, limit
select
  staff_report(r)::text as report, st_distance(r.location::geography, o.location::geography) as metres,
  coalesce(r.area_id = o.area_id, false) as "sameArea"
from staff_reports(:limitAreas::integer[]) as o
join staff_reports(:limitAreas::integer[]) as r
  on r.category_code = o.category_code
  and r.id <> o.id
  and r.demo = o.demo
  and r.merged_into is null
  and r.hidden_at is null
  and r.status in ('new', 'verified', 'in_progress')
  and r.reported_at between o.reported_at - make_interval(days => :days::integer) and o.reported_at + make_interval(days => :days::integer)
  and case
    when o.location is null then r.area_id = o.area_id
    else
      (
        r.location && st_expand(o.location, :metres::float8 / 111000 / greatest(cos(radians(st_y(o.location))), 0.01), :metres::float8 / 110000)
        and st_dwithin(r.location::geography, o.location::geography, :metres::float8)
      )
      or (r.location is null and r.area_id = o.area_id)
  end
where o.id = :id::uuid
order by metres nulls last, abs(extract(epoch from r.reported_at - o.reported_at)), r.id
limit :limit::integer
