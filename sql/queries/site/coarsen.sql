-- Publishes stored reports of a category or kind as coarsely as it says now: touching the kind fires reports_place, which never publishes more finely than before.
-- params: category, kind
with coarsened as (
  update reports r
  set kind_code = r.kind_code
  from reports old
  where r.category_code = :category and (r.kind_code = :kind::text or (:kind::text is null and r.kind_code is null)) and old.id = r.id
  returning old.precision as before, r.precision as after
)
select count(*)::integer as reports from coarsened where before <> after
