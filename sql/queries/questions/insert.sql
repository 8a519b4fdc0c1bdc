-- Stores a question to who sent a report.
-- params: reportId, userId, text
insert into report_questions (report_id, user_id, text) values (:reportId::uuid, :userId::integer, :text) returning id
