-- What a report costs with a statement for each step, in one durable transaction: the look-up of duplicates, then key, report,
-- history, answer. Driven by pgbench with prepared statements; :west to :north are the box in millionths of a degree; :round
-- is another number in each round, because pgbench draws the same numbers :n in all of them.
\set n random(1, 1000000000000000)
\set lng random(:west, :east) / 1000000.0
\set lat random(:south, :north) / 1000000.0
select r.feature, round(st_distance(r.location::geography, place::geography)::numeric, 1)::float8 as distance
from st_setsrid(st_makepoint(:lng::float8, :lat::float8), 4326) as place
join published_reports r
  on r.location && st_expand(place, :metres::float8 / 111000 / greatest(cos(radians(:lat::float8)), 0.01), :metres::float8 / 110000)
where r.category_code = 'ROAD'
  and r.precision <> 'area'
  and r.status in ('new', 'verified', 'in_progress')
  and (not r.demo or (select demo_shown(null)))
  and st_dwithin(r.location::geography, place::geography, :metres::float8)
order by distance, r.id
limit 20;
begin;
insert into idempotency_keys (key, body_hash) values (md5(:n::text || 'key' || :round)::uuid, sha256(:n::text::bytea))
on conflict (key) do nothing
returning key;
insert into reports (code, category_code, kind_code, location, precision, language, channel, manage_token_hash)
values (
  substr(translate(upper(md5(:n::text || :round)), '01', 'XY'), 1, 12), 'ROAD', 'ROAD_POTHOLE',
  st_setsrid(st_makepoint(:lng::float8, :lat::float8), 4326), 'exact', 'ky', 'web', sha256(:n::text::bytea)
)
on conflict (code) do nothing
returning id \gset
insert into report_history (report_id, actor, event, status, demo)
select id, 'resident', 'created', 'new', demo from reports where id = :id;
select feature from published_reports where id = :id \gset
update idempotency_keys set answer = :feature where key = md5(:n::text || 'key' || :round)::uuid;
end;
