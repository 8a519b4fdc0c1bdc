-- What waits is counted for every member of staff every half minute. Text that was published as it came waits for nobody, but stood in the index, so that at 200,000 reports the planner
-- read the whole table instead (see is_waiting).
drop index reports_waiting_index;
create index reports_waiting_index on reports (reported_at, id)
where moderated_at is null and hidden_at is null and merged_into is null and (description is not null or landmark is not null)
  and published_description is null and published_landmark is null;
