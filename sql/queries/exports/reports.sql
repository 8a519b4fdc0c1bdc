-- Published reports as GeoJSON texts, each after a comma, newest first, after a key. Names of codes are added when a language is asked for. The order is published, so that a file tells no finer time than a list.
-- params: areaIds, outside, categoryCodes, kindCodes, statuses, since, before, boxes, polygon, words, demo, language, statusNames, afterTime, afterId, limit
select
  ',' || case
    when :language::text is null then r.feature
    else concat(
      left(r.feature, -2),
      ',"categoryName":', to_json(case :language::text when 'ky' then c.name_ky when 'ru' then c.name_ru else c.name_en end),
      ',"kindName":', coalesce(to_json(case :language::text when 'ky' then k.name_ky when 'ru' then k.name_ru else k.name_en end)::text, 'null'),
      ',"statusName":', to_json(:statusNames::jsonb ->> r.status),
      ',"areaName":', coalesce(to_json(case :language::text when 'ky' then a.name_ky when 'ru' then a.name_ru else a.name_en end)::text, 'null'),
      '}}'
    )
  end as line,
  to_char(r.reported_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "afterTime",
  r.id as "afterId"
from filtered_reports(
  :areaIds::integer[], :outside::boolean, :categoryCodes::text[], :kindCodes::text[], :statuses::text[], :since::timestamptz,
  :before::timestamptz, :boxes::geometry, :polygon::geometry, :words::text, :demo::boolean
) as r
left join categories c on c.code = r.category_code
left join kinds k on k.code = r.kind_code
left join areas a on a.id = r.area_id
where :afterTime::timestamptz is null or (r.reported_at, r.id) < (:afterTime::timestamptz, :afterId::uuid)
order by r.reported_at desc, r.id desc
limit :limit::integer
