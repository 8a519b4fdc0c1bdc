-- Households of reports that are counted with one are kept apart, so that what a single report may say stays bounded by the table.
alter table reports
  add column households_merged integer not null default 0,
  drop constraint reports_households_range,
  add constraint reports_households_range check (households between 1 and 200),
  add constraint reports_households_merged_count check (households_merged >= 0);
comment on column reports.households is 'households the reporter says are affected';
comment on column reports.households_merged is 'households of all reports that are counted with this one';
