-- What who sent a report may know of it beyond what is published: its own words, place and photos, whether name or phone are stored, whether it is told of changes, and whether it opened again what stands open now.
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
  k.id as kept,
  k.status in ('new', 'verified', 'in_progress') and exists (
    select from report_history h
    where h.report_id = r.id and h.event = 'reopened' and h.actor = 'resident'
      and h.id > coalesce((select max(s.id) from report_history s where s.report_id = k.id and s.status = 'resolved'), 0)
      -- The line of a report that another sender opened again through theirs is not its own sender's.
      and not exists (select from report_history o where o.audit_id = h.audit_id and o.report_id <> h.report_id and h.is_public)
  ) as reopened,
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
join reports k on k.id = kept_report_id(r.id)
where r.id = :id::uuid and r.hidden_at is null
