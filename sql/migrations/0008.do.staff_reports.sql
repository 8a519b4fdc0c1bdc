-- What the staff need of a report: which version it is, whether somebody has looked at it, and an area by hand.
alter table reports
  add column version integer not null default 1,
  add column moderated_at timestamptz,
  add column assigned_area_id integer,
  add constraint reports_assigned_area_fk foreign key (assigned_area_id) references areas (id) on delete restrict;
comment on column reports.version is 'grows with every change by staff, so that nobody overwrites what he has not seen';
comment on column reports.moderated_at is 'when somebody last looked at its text; null: nobody yet';
comment on column reports.assigned_area_id is 'the settlement or quarter it belongs to as staff decided; it counts for more than the boundaries';
create index reports_reported_order_index on reports (reported_at desc, id desc);
create index reports_waiting_index on reports (reported_at, id)
where moderated_at is null and hidden_at is null and (description is not null or landmark is not null);
create index reports_assigned_area_index on reports (assigned_area_id) where assigned_area_id is not null;
