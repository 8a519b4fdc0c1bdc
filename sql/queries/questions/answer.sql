-- Keeps an answer, and says in the history that there is one.
-- params: reportId, id, text
with answered as (
  update report_questions set answer = :text, answered_at = now()
  where report_id = :reportId::uuid and id = :id::uuid
  returning report_id
)
insert into report_history (report_id, actor, event, is_public, demo)
select r.id, 'resident', 'answered', false, r.demo from answered a join reports r on r.id = a.report_id
