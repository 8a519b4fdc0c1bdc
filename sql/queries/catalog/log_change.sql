-- Tells every server process and open page that categories, kinds, bodies or settings changed.
-- params:
insert into changes (subject) values ('taxonomy')
