-- What administrators change without code: pictures of categories and kinds, and versions, so that two of them at once lose nothing.
alter table categories
  add column icon text,
  add column version integer not null default 1;
update categories set icon = code;
alter table categories
  alter column icon set not null,
  add constraint categories_icon_format check (icon ~ '^[A-Z][A-Z0-9]{1,31}$');
comment on column categories.icon is 'name of one of the pictures of the web; those shipped are named after their category';
alter table kinds
  add column icon text,
  add column version integer not null default 1,
  add constraint kinds_icon_format check (icon ~ '^[A-Z][A-Z0-9]{1,31}$');
comment on column kinds.icon is 'null: the picture of the category';
alter table settings add column version integer not null default 0;
comment on column settings.version is 'the version of all settings that last changed this one; theirs is the greatest';
comment on column audit_log.report_version is 'the version of its subject (report, category, kind, settings) that this made';
comment on column changes.subject is 'taxonomy: names of categories, kinds and bodies, and settings';
