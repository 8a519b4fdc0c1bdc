-- The answer a question has, held until the end of the transaction.
-- params: reportId, id
select answer from report_questions where report_id = :reportId::uuid and id = :id::uuid and withdrawn_at is null for update
