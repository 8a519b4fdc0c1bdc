-- What who sent a report may know of it beyond what is published: its own words, place and photos, whether name or phone are stored, and whether it is told of changes.
-- params: id
select
  r.id, r.version, r.category_code as category, r.kind_code as kind, r.status, r.precision, st_asgeojson(r.location, 7)::json as location,
  r.description, r.landmark, r.published_description as "publishedDescription", is_waiting(r) as waiting,
  exists (select from report_contacts c where c.report_id = r.id) as "hasContact",
  json_build_object(
    'mail',
    coalesce(
      (select case when f.confirmed_at is null then 'asked' else 'on' end from report_followers f where f.report_id = r.id and f.channel = 'mail'),
      'off'
    ),
    'push', case when exists (select from report_followers f where f.report_id = r.id and f.channel = 'push') then 'on' else 'off' end
  ) as notices,
  r.merged_into is not null as merged,
  r.status in ('new', 'verified', 'in_progress') and r.merged_into is null as correctable,
  coalesce(
    (
      select json_agg(json_build_object('id', p.id, 'state', p.state) order by p.position, p.id)
      from report_photos p
      where p.role = 'report' and (p.home_id = r.id or (p.report_id = r.id and p.home_id is null))
    ),
    '[]'
  ) as photos
from reports r
where r.id = :id::uuid and r.hidden_at is null
