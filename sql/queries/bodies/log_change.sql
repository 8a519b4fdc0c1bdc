-- Tells readers that names of bodies changed.
-- params:
insert into changes (subject) values ('taxonomy')
