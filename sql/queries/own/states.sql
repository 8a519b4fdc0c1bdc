-- How the reports stand whose manage tokens are given; of a merged one, the report it is counted with. Those whose token does not fit are left out.
-- params: reports
select
  r.id, r.code, coalesce(p.status, r.status) as status, coalesce(p.category_code, r.category_code) as category,
  case when p.id is null then r.kind_code else p.kind_code end as kind, p.area_code as area,
  utc_text(r.published_at) as "reportedAt", coalesce(p.supports, 0) as supports,
  case when p.id is not null then 'published' when r.hidden_reason = 'withdrawn' then 'withdrawn' else 'hidden' end as visibility,
  (select count(*) from report_questions q where q.report_id = r.id and q.withdrawn_at is null and q.answer is null)::integer as questions,
  (
    select count(distinct a.reply_id) from report_replies a where a.report_id in (select reports_within(p.id)) and a.withdrawn_at is null
  )::integer as replies
from json_to_recordset(:reports::json) as d (id uuid, "tokenHash" text)
join reports r on r.id = d.id and r.manage_token_hash = decode(d."tokenHash", 'hex')
left join published_reports p on r.hidden_at is null and p.id = kept_report_id(r.id)
