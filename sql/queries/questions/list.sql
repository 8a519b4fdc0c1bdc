-- The questions to who sent a report, oldest first.
-- params: reportId
select id, text, utc_text(asked_at) as "askedAt", answer, utc_text(answered_at) as "answeredAt"
from report_questions
where report_id = :reportId::uuid and withdrawn_at is null
order by asked_at, id
