-- Takes the follower who waits the longest for something that is due, until an instant: no other process sends it meanwhile. Gives all that waits, oldest first, and what it is about as the public sees it.
-- params: channels, now, quietSince, takenUntil
with due as (
  select f.id
  from report_followers f
  where f.channel = any (:channels::text[]) and f.next_try_at <= :now::timestamptz and exists (
    select from report_notices n
    where n.follower_id = f.id and (n.kind = 'confirmation' or n.created_at <= :quietSince::timestamptz)
  )
  order by f.next_try_at, f.id
  limit 1
  for no key update of f skip locked
),
taken as (
  update report_followers f set next_try_at = :takenUntil::timestamptz, tries = f.tries + 1
  from due d
  where f.id = d.id
  returning f.id, f.report_id, f.channel, f.language, f.sealed, f.key_id, f.tries, f.confirmed_at
)
select
  t.id, t.channel, t.language, t.sealed, t.key_id as "keyId", t.tries, t.confirmed_at is not null as confirmed, r.code, p.status,
  (
    select json_agg(
      json_build_object(
        'id', n.id, 'kind', n.kind, 'subject', n.subject,
        'stands', case n.kind
          when 'question' then exists (
            select from report_questions q where q.id = n.subject::uuid and q.withdrawn_at is null and q.answer is null
          )
          when 'reply' then exists (
            select from report_replies a where a.reply_id = n.subject::bigint and a.withdrawn_at is null and a.report_id in (select reports_within(p.id))
          )
          when 'merged' then r.merged_into is not null
          else true
        end
      ) order by n.id
    )
    from report_notices n
    where n.follower_id = t.id
  ) as notices
from taken t
join reports r on r.id = t.report_id
left join published_reports p on r.hidden_at is null and p.id = kept_report_id(r.id)
