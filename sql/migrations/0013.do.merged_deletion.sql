-- Demonstration reports that were merged go together: "restrict" would refuse the one before the other, "no action" looks when all are gone.
alter table reports
  drop constraint reports_merged_fk,
  add constraint reports_merged_fk foreign key (merged_into) references reports (id) on delete no action;
