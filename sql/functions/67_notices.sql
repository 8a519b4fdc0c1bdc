-- notify_followers: puts down that who sent one of some reports is to hear of a change. Whoever stops it at this moment is left out.
-- Written so that its plan is kept, as are those of the triggers (reports_within after "from" becomes part of them): they run for every report of
-- many that are changed at once, and mostly nobody follows.
create or replace function notify_followers(of_reports uuid[], what text, about text) returns void
language plpgsql as $$
begin
  with followers as (
    select id from report_followers where report_id = any (of_reports) and confirmed_at is not null for key share
  )
  insert into report_notices (follower_id, kind, subject) select f.id, what, about from followers f;
end;
$$;

-- reports_notify: whatever moves a status or merges a report, those who follow it or one counted with it hear of it.
create or replace function reports_notify() returns trigger
language plpgsql as $$
declare
  counted constant uuid[] := array(select w from reports_within(new.id) as w);
begin
  if old.status is distinct from new.status then
    perform notify_followers(counted, 'status', old.status);
  end if;
  if old.merged_into is null and new.merged_into is not null then
    perform notify_followers(counted, 'merged', null);
  end if;
  return null;
end;
$$;
create or replace trigger reports_notify after update of status, merged_into on reports
for each row when (old.status is distinct from new.status or (old.merged_into is null and new.merged_into is not null))
execute function reports_notify();

-- questions_notify: a question is for who sent that report alone.
create or replace function questions_notify() returns trigger
language plpgsql as $$
begin
  perform notify_followers(array[new.report_id], 'question', new.id::text);
  return null;
end;
$$;
create or replace trigger questions_notify after insert on report_questions
for each row when (new.withdrawn_at is null) execute function questions_notify();

-- replies_notify: an official reply is public, for all that are counted with the report.
create or replace function replies_notify() returns trigger
language plpgsql as $$
begin
  perform notify_followers(array(select w from reports_within(new.report_id) as w), 'reply', new.reply_id::text);
  return null;
end;
$$;
create or replace trigger replies_notify after insert on report_replies
for each row when (new.withdrawn_at is null) execute function replies_notify();
